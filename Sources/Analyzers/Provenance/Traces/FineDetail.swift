/// What is left of a grey picture without its 5 × 5 mean: noise, print and edges, in quarters of a grey level.
struct FineDetail: Sendable {
    let width: Int
    let height: Int
    let samples: [Int16]

    private static let reach = 2
    private static let window = 25

    /// The margin of two pixels holds zeros.
    init(of picture: GrayPicture) {
        width = picture.width
        height = picture.height
        samples = Self.detail(picture)
    }

    private static func detail(_ picture: GrayPicture) -> [Int16] {
        let (width, height) = (picture.width, picture.height)
        var out = [Int16](repeating: 0, count: width * height)
        guard width >= 5, height >= 5 else { return out }
        // Sums of five samples down each column, moved along row by row.
        var columns = [Int32](repeating: 0, count: width)
        picture.samples.withUnsafeBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                columns.withUnsafeMutableBufferPointer { columns in
                    for row in 0..<4 {
                        for x in 0..<width { columns[x] += Int32(source[row * width + x]) }
                    }
                    for y in reach..<(height - reach) {
                        let (entering, leaving) = ((y + reach) * width, (y - reach) * width)
                        for x in 0..<width { columns[x] += Int32(source[entering + x]) }
                        var sum = columns[0] + columns[1] + columns[2] + columns[3]
                        for x in reach..<(width - reach) {
                            sum += columns[x + reach]
                            let centre = Int32(source[y * width + x])
                            target[y * width + x] = Int16(
                                (4 * (Int32(window) * centre - sum)) / Int32(window))
                            sum -= columns[x - reach]
                        }
                        for x in 0..<width { columns[x] -= Int32(source[leaving + x]) }
                    }
                }
            }
        }
        return out
    }
}
