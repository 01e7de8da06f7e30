internal import CExif
import Media

/// EXIF through libexif. What is malformed is absent; nothing here costs a photo.
enum CaptureFactsReader {
    static func read(_ metadata: MetadataBlocks) -> (facts: CaptureFacts, orientation: Int) {
        var (facts, orientation) = metadata.exif.map(read) ?? (CaptureFacts(), 1)
        if let bytes = metadata.xmp {
            let packet = XMPPacket(bytes)
            facts.creatorTool = packet.value("CreatorTool")
            facts.xmpDateTime =
                packet.value("DateTimeOriginal").flatMap(ExifNotation.localDateTime)
            if packet.value("provenance")?.hasPrefix("http") == true { facts.credential.state = .remote }
        }
        if metadata.hasManifest { facts.credential.state = .notAssessed }
        return (facts, orientation)
    }

    /// - Parameter exif: the whole block from `Exif\0\0` on.
    static func read(_ exif: [UInt8]) -> (facts: CaptureFacts, orientation: Int) {
        guard let block = ExifBlock(exif) else { return (CaptureFacts(), 1) }
        var facts = CaptureFacts()
        facts.hasExif = true
        facts.make = block.text(EXIF_TAG_MAKE, in: EXIF_IFD_0)
        facts.model = block.text(EXIF_TAG_MODEL, in: EXIF_IFD_0)
        facts.software = block.text(EXIF_TAG_SOFTWARE, in: EXIF_IFD_0)
        facts.bodySerialNumber = block.text(EXIF_TAG_BODY_SERIAL_NUMBER, in: EXIF_IFD_EXIF)
            .flatMap(ExifNotation.serialNumber)
        if let written = block.text(EXIF_TAG_DATE_TIME_ORIGINAL, in: EXIF_IFD_EXIF) {
            facts.dateTimeOriginal = ExifNotation.localDateTime(written)
            facts.hasZeroTime = ExifNotation.isZeroTime(written)
        }
        facts.offset = block.text(EXIF_TAG_OFFSET_TIME_ORIGINAL, in: EXIF_IFD_EXIF)
            .flatMap(ExifNotation.offset)
        facts.userComment = block.comment(EXIF_TAG_USER_COMMENT, in: EXIF_IFD_EXIF)
        facts.hasMakerNote = block.holds(EXIF_TAG_MAKER_NOTE, in: EXIF_IFD_EXIF)
        readPlace(block, into: &facts)
        facts.thumbnail = block.thumbnail
        let orientation = block.short(EXIF_TAG_ORIENTATION, in: EXIF_IFD_0) ?? 1
        return (facts, 1...8 ~= orientation ? orientation : 1)
    }

    // The GPS tags are macros without a type (EXIF 2.32, 4.6.6).
    private enum GPSTag {
        static let latitudeReference = ExifTag(rawValue: 0x01)
        static let latitude = ExifTag(rawValue: 0x02)
        static let longitudeReference = ExifTag(rawValue: 0x03)
        static let longitude = ExifTag(rawValue: 0x04)
        static let time = ExifTag(rawValue: 0x07)
        static let date = ExifTag(rawValue: 0x1D)
        static let horizontalError = ExifTag(rawValue: 0x1F)
    }

    private static func readPlace(_ block: borrowing ExifBlock, into facts: inout CaptureFacts) {
        let up = block.rationals(GPSTag.latitude, in: EXIF_IFD_GPS)
        let upLetter = block.text(GPSTag.latitudeReference, in: EXIF_IFD_GPS)
        let across = block.rationals(GPSTag.longitude, in: EXIF_IFD_GPS)
        let acrossLetter = block.text(GPSTag.longitudeReference, in: EXIF_IFD_GPS)
        if let latitude = ExifNotation.degrees(
            up, reference: upLetter, positive: "N", negative: "S", limit: 90),
            let longitude = ExifNotation.degrees(
                across, reference: acrossLetter, positive: "E", negative: "W", limit: 180)
        {
            facts.latitude = latitude
            facts.longitude = longitude
        } else if let latitude = ExifNotation.anyDegrees(up, reference: upLetter),
            let longitude = ExifNotation.anyDegrees(across, reference: acrossLetter)
        {
            facts.impossiblePosition = ImpossiblePosition(
                latitudeDegrees: latitude, longitudeDegrees: longitude)
        }
        if let error = block.rationals(GPSTag.horizontalError, in: EXIF_IFD_GPS).first, error >= 0 {
            facts.horizontalErrorMetres = error
        }
        facts.gpsDateTime = ExifNotation.gpsDateTime(
            date: block.text(GPSTag.date, in: EXIF_IFD_GPS),
            time: block.rationals(GPSTag.time, in: EXIF_IFD_GPS))
    }
}

/// Owner of one parsed block.
private struct ExifBlock: ~Copyable {
    private let data: UnsafeMutablePointer<ExifData>
    private let order: ExifByteOrder
    private let pointers: ExifPointers

    init?(_ bytes: [UInt8]) {
        guard bytes.count <= 65_535, let data = exif_data_new() else { return nil }
        // Tags that the library does not know are wanted (0x001F), and its corrections are not.
        exif_data_unset_option(data, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS)
        exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION)
        exif_data_set_option(data, EXIF_DATA_OPTION_DONT_CHANGE_MAKER_NOTE)
        bytes.withUnsafeBufferPointer { exif_data_load_data(data, $0.baseAddress, UInt32($0.count)) }
        self.data = data
        order = exif_data_get_byte_order(data)
        pointers = ExifPointers(bytes)
    }

    deinit { exif_data_unref(data) }

    var thumbnail: [UInt8]? {
        guard let start = data.pointee.data, data.pointee.size > 0 else { return nil }
        let bytes = Array(UnsafeBufferPointer(start: start, count: Int(data.pointee.size)))
        return bytes.starts(with: [0xFF, 0xD8]) ? bytes : nil
    }

    /// Without what pads it; nil where nothing else is left.
    borrowing func text(_ tag: ExifTag, in directory: ExifIfd) -> String? {
        guard let entry = entry(tag, directory), entry.pointee.format == EXIF_FORMAT_ASCII else { return nil }
        let bytes = UnsafeBufferPointer(start: entry.pointee.data, count: Int(entry.pointee.size))
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return ExifNotation.trimmed(text)
    }

    /// Text of the kind UNDEFINED with a character code of 8 bytes in front (EXIF 2.32, 4.6.5 D).
    borrowing func comment(_ tag: ExifTag, in directory: ExifIfd) -> String? {
        guard let entry = entry(tag, directory), entry.pointee.size > 8 else { return nil }
        let bytes = UnsafeBufferPointer(start: entry.pointee.data, count: min(1024, Int(entry.pointee.size)))
        let text = String(decoding: bytes.dropFirst(8).filter { $0 != 0 }, as: UTF8.self)
        return ExifNotation.trimmed(text)
    }

    borrowing func holds(_ tag: ExifTag, in directory: ExifIfd) -> Bool {
        (entry(tag, directory)?.pointee.size ?? 0) > 0
    }

    borrowing func short(_ tag: ExifTag, in directory: ExifIfd) -> Int? {
        guard let entry = entry(tag, directory), entry.pointee.format == EXIF_FORMAT_SHORT,
            entry.pointee.size >= 2, let data = entry.pointee.data
        else { return nil }
        return Int(exif_get_short(data, order))
    }

    /// Up to three, signed ones too, which some phones write; empty where one of them is no number or below zero.
    borrowing func rationals(_ tag: ExifTag, in directory: ExifIfd) -> [Double] {
        guard let entry = entry(tag, directory), let data = entry.pointee.data else { return [] }
        let isSigned = entry.pointee.format == EXIF_FORMAT_SRATIONAL
        guard isSigned || entry.pointee.format == EXIF_FORMAT_RATIONAL else { return [] }
        var values: [Double] = []
        for index in 0..<min(3, Int(entry.pointee.size) / 8) {
            let fraction = exif_get_rational(data + index * 8, order)
            let signed = exif_get_srational(data + index * 8, order)
            let value =
                isSigned
                ? Double(signed.numerator) / Double(signed.denominator)
                : Double(fraction.numerator) / Double(fraction.denominator)
            guard value.isFinite, value >= 0 else { return [] }
            values.append(value)
        }
        return values
    }

    private borrowing func entry(
        _ tag: ExifTag, _ directory: ExifIfd
    ) -> UnsafeMutablePointer<ExifEntry>? {
        if directory == EXIF_IFD_EXIF, !pointers.leadToExif { return nil }
        if directory == EXIF_IFD_GPS, !pointers.leadToGPS { return nil }
        let contents = withUnsafeBytes(of: data.pointee.ifd) {
            $0.bindMemory(to: UnsafeMutablePointer<ExifContent>?.self)[Int(directory.rawValue)]
        }
        guard let contents, let entry = exif_content_get_entry(contents, tag), entry.pointee.data != nil
        else { return nil }
        return entry
    }
}
