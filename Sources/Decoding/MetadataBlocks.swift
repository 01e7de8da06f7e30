/// The blocks of metadata that a picture's container carries, cut out and not yet read.
struct MetadataBlocks: Equatable {
    /// From `Exif\0\0` on.
    var exif: [UInt8]?
    /// The XMP packet.
    var xmp: [UInt8]?
    /// Whether a C2PA manifest store lies in the file.
    var hasManifest = false
}
