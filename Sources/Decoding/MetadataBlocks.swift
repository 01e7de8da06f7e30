/// The blocks of metadata that a picture's container carries, cut out and not yet read.
struct MetadataBlocks: Equatable {
    /// From `Exif\0\0` on.
    var exif: [UInt8]?
    /// The XMP packet.
    var xmp: [UInt8]?
    /// The ICC profile; empty where what is there cannot be put together.
    var profile: [UInt8]?
    /// Whether a C2PA manifest store lies in the file.
    var hasManifest = false

    /// Containers that hold EXIF in a place of its own mostly leave its name out.
    static func exif(_ block: [UInt8]) -> [UInt8] {
        block.holds("Exif\0", at: 0) ? block : Array("Exif\0\0".utf8) + block
    }
}
