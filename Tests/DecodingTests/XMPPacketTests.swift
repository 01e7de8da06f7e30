import Media
import TestSupport
import Testing

@testable import Decoding

struct XMPPacketTests {
    @Test(
        arguments: [
            (#"<rdf:Description xmp:CreatorTool="GIMP 2.10" />"#, "GIMP 2.10"),
            ("<xmp:CreatorTool>\n Adobe &amp; Co &lt;5&gt; </xmp:CreatorTool>", "Adobe & Co <5>"),
            ("<d xap:CreatorTool = 'Snapseed'/>", "Snapseed"),
            ("<xmp:CreatorTool></xmp:CreatorTool><x:CreatorTool>late</x:CreatorTool>", "late"),
            ("<xmp:CreatorToolVersion>2</xmp:CreatorToolVersion>", nil), ("CreatorTool=\"no prefix\"", nil),
            ("<xmp:CreatorTool", nil), ("<xmp:CreatorTool=", nil), ("", nil),
        ] as [(String, String?)])
    func `values are found as attributes and as elements`(packet: String, value: String?) {
        #expect(XMPPacket(Array(packet.utf8)).value("CreatorTool") == value)
    }

    @Test func `any bytes are a packet, with or without the value`() {
        var generator = SeededGenerator(seed: 8)
        let alphabet = Array(":=\"'<>& CreatorTool\n".utf8)
        for _ in 0..<500 {
            let noise = (0..<60).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            let value = XMPPacket(noise + Array(":CreatorTool".utf8) + noise).value("CreatorTool")
            #expect(value.map { !$0.isEmpty } ?? true)
        }
    }

    @Test func `a tool named in XMP is kept apart from EXIF's software`() {
        var metadata = MetadataBlocks()
        metadata.xmp = Array(
            #"<r xmp:CreatorTool="Photoshop" exif:DateTimeOriginal="2026-11-20T09:41:05"/>"#.utf8)
        let (facts, orientation) = CaptureFactsReader.read(metadata)
        #expect(facts.creatorTool == "Photoshop")
        #expect(facts.xmpDateTime == "2026-11-20T09:41:05")
        #expect(facts.software == nil)
        #expect(facts.dateTimeOriginal == nil)
        #expect(!facts.hasExif)
        #expect(orientation == 1)
        #expect(facts.credential.state == .none)
    }

    @Test func `a manifest inside the file outweighs an address in XMP`() {
        var metadata = MetadataBlocks()
        metadata.xmp = Array("<r dcterms:provenance='https://example.org/manifest'/>".utf8)
        #expect(CaptureFactsReader.read(metadata).facts.credential.state == .remote)
        metadata.hasManifest = true
        #expect(CaptureFactsReader.read(metadata).facts.credential.state == .notAssessed)
    }
}
