import AnalyzerKit
import Evidence
import Foundation
import Inference
import Media
import TestSupport
import Testing

@testable import Text

struct PaddleTextReaderTests {
    @Test(arguments: [
        (
            "shot_02",
            [
                "团购订单", "已付款，等待配货", "A77-9896", "¥158.88", "¥174.90", "¥104.99", "¥1354.18", "-¥8.00",
                "¥6.00", "-¥2.00", "897457878363399", "2026-11-20 05:34:53", "买家留言",
            ]
        ),
        (
            "shot_07",
            [
                "E86-1569", "¥22.99", "¥72.00", "¥79.9", "¥148.90", "¥1375.09", "-¥8", "-¥3.88",
                "4778875069907618540368", "2026-11-10 08:24:24", "余额支付",
            ]
        ),
        ("tag_02", ["惊爆价", "¥144.00/份", "原价：187.20元", "产地：云南昭通"]),
        ("wm_07", ["到货验收", "地址:上海市浦东新区张杨路2389弄", "经纬度:120.0538,30.7016"]),
    ])
    func `print is read to the character`(name: String, expected: [String]) async throws {
        let lines = try await ReaderFixture.reader().read(try ReaderFixture.picture("text/\(name).jpg"))
        let texts = lines.map(\.text)
        for text in expected { #expect(texts.contains(text), "\(text) is not among \(texts)") }
    }

    @Test func `every character comes with its probability and the next-best readings`() async throws {
        let lines = try await ReaderFixture.reader().read(try ReaderFixture.picture("text/shot_07.jpg"))
        for line in lines {
            #expect(line.characters.map(\.text).joined() == line.text)
            #expect(line.characters.count == line.text.count)
            let mean = line.characters.reduce(0) { $0 + $1.probability } / Double(line.characters.count)
            #expect(abs(mean - line.confidence) < 0.001)
            for character in line.characters {
                #expect(0...1 ~= character.probability)
                #expect(character.alternatives.count <= 3)
                #expect(!character.alternatives.contains { $0.text == character.text })
            }
        }
    }

    @Test func `the same picture gives the same lines`() async throws {
        let picture = try ReaderFixture.picture("text/wm_07.jpg")
        let reader = try ReaderFixture.reader()
        let first = try await reader.read(picture)
        #expect(try await reader.read(picture) == first)
    }

    @Test func `boxes lie in the picture, lines come from top to bottom`() async throws {
        let picture = try ReaderFixture.picture("orders/dev_00_youxuan.jpg")
        let lines = try await ReaderFixture.reader().read(picture)
        #expect(lines.count > 30)
        for line in lines {
            #expect(0 <= line.box.x0 && line.box.x0 < line.box.x1 && line.box.x1 <= picture.width)
            #expect(0 <= line.box.y0 && line.box.y0 < line.box.y1 && line.box.y1 <= picture.height)
        }
        for (upper, lower) in zip(lines, lines.dropFirst()) {
            #expect(upper.box.y0 < lower.box.y1)
        }
    }

    @Test func `a tall picture loses no line and doubles none`() async throws {
        let screen = try ReaderFixture.picture("text/shot_02.jpg")
        let reader = try ReaderFixture.reader()
        let once = try await reader.read(screen)
        let tall = try await reader.read(.stacked([screen, screen, screen, screen]))
        #expect(tall.count == 4 * once.count)
        for line in once where line.confidence > 0.98 {
            let copies = tall.filter { $0.text == line.text && abs($0.box.x0 - line.box.x0) < 12 }
            #expect(copies.count >= 4, "\(line.text)")
        }
        let heights = tall.map { $0.box.y1 - $0.box.y0 }
        #expect((heights.max() ?? 0) <= (once.map { $0.box.y1 - $0.box.y0 }.max() ?? 0) + 8)
    }

    @Test(arguments: [(600, 900), (1_080, 12_000), (3_000, 200)])
    func `an empty page has no lines`(width: Int, height: Int) async throws {
        let page = Raster(width: width, height: height, red: 250, green: 250, blue: 250)
        #expect(try await ReaderFixture.reader().read(page).isEmpty)
    }

    @Test(arguments: [(1, 1), (2, 1), (1, 3_000), (3_000, 1), (7, 9), (31, 33), (400, 3)])
    func `pictures of any size are read without harm`(width: Int, height: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(width * 7 + height))
        let pixels = (0..<(width * height * 3)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let lines = try await ReaderFixture.reader().read(
            Raster(width: width, height: height, pixels: pixels))
        #expect(lines.count < 20)
    }

    @Test func `the identity names the model`() throws {
        let identity = try ReaderFixture.reader().identity
        #expect(identity.name == "text")
        #expect(identity.version == "ppocrv6-small+6f327246b503")
    }

    @Test func `missing models are named`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: InferenceError.self) { try PaddleTextReader(models: folder.url) }
        do {
            _ = try PaddleTextReader(models: folder.url)
        } catch {
            #expect(error.code == .modelMissing)
            #expect(error.detail.contains(".onnx"))
        }
    }

    @Test func `a file that is no model is refused`() throws {
        let folder = try TemporaryFolder()
        for name in ["PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"] {
            try Data("no model".utf8).write(to: folder.url.appendingPathComponent(name))
        }
        #expect(throws: InferenceError.self) { try PaddleTextReader(models: folder.url) }
    }
}
