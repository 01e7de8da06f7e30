/// An ICC profile that is cut into segments of a JPEG file, each with its number and how many there are (ICC.1:2010, B.4).
struct ProfileParts {
    private var parts: [Int: ArraySlice<UInt8>] = [:]
    private var count: Int?

    /// - Parameter segment: from the number on.
    mutating func add(_ segment: ArraySlice<UInt8>, into metadata: inout MetadataBlocks) {
        let number = Int(segment[segment.startIndex])
        let count = Int(segment[segment.startIndex + 1])
        // Until the last part is there, or for ever where two parts contradict each other, it cannot be put together.
        metadata.profile = []
        guard (self.count ?? count) == count, number >= 1, number <= count, parts[number] == nil else {
            self.count = 0
            return
        }
        self.count = count
        parts[number] = segment.dropFirst(2)
        guard parts.count == count,
            parts.values.reduce(0, { $0 + $1.count }) <= ColourConversion.largestProfile
        else { return }
        metadata.profile = (1...count).flatMap { parts[$0] ?? [] }
    }
}
