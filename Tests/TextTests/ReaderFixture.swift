import AnalyzerKit
import Decoding
import Foundation
import Media
import TestSupport
import Text

/// One reader for all tests: loading the models takes longer than reading.
enum ReaderFixture {
    static let models = Fixture.projectRoot.appendingPathComponent("models/cache/ppocrv6")

    private static let shared = Result { try PaddleTextReader(models: models) }

    static func reader() throws -> PaddleTextReader { try shared.get() }

    static func picture(_ path: String) throws -> Raster {
        try MediaDecoder().picture([UInt8](try Fixture.data(path))).0
    }
}

extension Raster {
    /// Pictures of one width below each other.
    static func stacked(_ pictures: [Raster]) -> Raster {
        Raster(
            width: pictures[0].width, height: pictures.reduce(0) { $0 + $1.height },
            pixels: pictures.flatMap(\.pixels))
    }
}
