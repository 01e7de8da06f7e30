/// Whether the pointers to the Exif and GPS directories are numbers at all. libexif follows a pointer of any type; one
/// that is written as text leads to bytes that were never meant as a directory.
struct ExifPointers: Equatable {
    private(set) var leadToExif = true
    private(set) var leadToGPS = true

    private static let exifPointer = 0x8769
    private static let gpsPointer = 0x8825
    /// SHORT, LONG, SLONG and IFD (TIFF 6.0, section 2; TIFF technical note 1).
    private static let wholeNumbers: Set<Int> = [3, 4, 9, 13]
    private static let headerCount = 6

    /// - Parameter exif: the whole block from `Exif\0\0` on.
    init(_ exif: [UInt8]) {
        let start = ExifPointers.headerCount
        guard exif.count >= start + 8 else { return }
        let isLittle = exif[start] == UInt8(ascii: "I")
        func number16(_ place: Int) -> Int {
            isLittle ? exif.littleEndian16(at: place) : exif.bigEndian16(at: place)
        }
        let first = isLittle ? exif.littleEndian32(at: start + 4) : exif.bigEndian32(at: start + 4)
        let directory = start + first
        guard exif.count - directory >= 2 else { return }
        for index in 0..<number16(directory) {
            let entry = directory + 2 + index * 12
            guard exif.count - entry >= 12 else { return }
            let isNumber = ExifPointers.wholeNumbers.contains(number16(entry + 2))
            switch number16(entry) {
            case ExifPointers.exifPointer: leadToExif = isNumber
            case ExifPointers.gpsPointer: leadToGPS = isNumber
            default: break
            }
        }
    }
}
