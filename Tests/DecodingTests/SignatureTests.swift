import Testing

@testable import Decoding

struct SignatureTests {
    @Test(arguments: [
        ("ftypheic", MediaSignature.heif), ("ftypavif", .heif), ("ftypM4A ", .mpeg4), ("ftyp3gp4", .mpeg4),
    ])
    func `a brand tells pictures from sound in the same container`(brand: String, signature: MediaSignature) {
        let box: [UInt8] = [0, 0, 0, 16] + Array(brand.utf8) + [0, 0, 0, 0]
        #expect(MediaSignature(of: box) == signature)
    }

    @Test func `a picture's brand among the compatible ones counts`() {
        let box: [UInt8] = [0, 0, 0, 24] + Array("ftypXXXX".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8)
        #expect(MediaSignature(of: box) == .heif)
    }

    @Test(arguments: [
        ("#!AMR\n", MediaSignature.amr), ("#!SILK_V3", .silk), ("\u{2}#!SILK_V3", .silk), ("GIF89a", .gif),
        ("%PDF-1.7", .other), ("PK\u{3}\u{4}", .other), ("<svg xmlns=", .other), ("#EXTM3U", .other),
        ("push graphic-context", .other), ("", .other),
    ])
    func `text beginnings are told`(text: String, signature: MediaSignature) {
        #expect(MediaSignature(of: Array(text.utf8)) == signature)
    }

    @Test func `one frame header in noise is no MP3`() {
        let noise = [UInt8](repeating: 0x55, count: 4_000)
        #expect(MediaSignature(of: [0xFF, 0xFB, 0x90, 0x00] + noise) == .other)
    }

    @Test func `a frame is as long as its header says`() {
        // MPEG-1 layer III, 128 kbit/s, 44.1 kHz.
        #expect(MPEGAudioFrame(at: 0, in: [0xFF, 0xFB, 0x90, 0x00])?.byteCount == 417)
        // MPEG-2 layer III, 64 kbit/s, 16 kHz.
        #expect(MPEGAudioFrame(at: 0, in: [0xFF, 0xF3, 0x88, 0x00])?.byteCount == 288)
        #expect(MPEGAudioFrame(at: 0, in: [0xFF, 0xFB, 0xF0, 0x00]) == nil)
    }
}
