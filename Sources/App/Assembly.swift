import AnalyzerKit
import ConfigurationFiles
import Consultation
import Decoding
import Evidence
import Foundation
import Order
import Pipeline
import Provenance
import Records
import Shelf
import Text

/// The only place that names concrete analysers: reference data in, the analysers that it makes out.
struct Assembly: Sendable {
    let folder: DataFolder
    var speech = SpeechConfiguration()
    let decoder: any MediaDecoding

    /// The text reader is warmed up first, so that the first screenshot of the day is no slower than the rest.
    func pipeline() async throws -> EvidencePipeline {
        let reader = try TextModels.reader()
        try await reader.warmUp()
        let transcriber = try SpeechModels.transcriber(speech)
        let dictionary = try KeywordDictionary.installed()
        let folder = self.folder
        let digest = CustomerDigest(salt: try folder.customerSalt()).callAsFunction
        let shelf = AnalyzerShelf { (data, stores) async throws(PipelineError) in
            AnalyzerSet(
                textReader: reader, shelf: try Self.shelfAnalyzer(data, folder, decoder),
                orders: OrderAnalyzer(
                    schemes: data.schemes, products: data.products,
                    vocabulary: OrderVocabulary.standard.replacing(data.vocabulary), digest: digest),
                consultation: ConsultationAnalyzer(
                    lexicon: ShippedLexicon.standingIn(for: data.lexicon),
                    goods: SaidGoods.names(of: data), dictionary: dictionary),
                provenance: ProvenanceAnalyzer(
                    stores: stores, policy: ProvenancePolicy(data.policy.provenance)),
                fingerprints: ProvenanceAnalyzer(stores: stores), transcriber: transcriber)
        }
        return EvidencePipeline(
            records: folder.records, originals: folder.originals, renditions: folder.renditions,
            decoder: decoder, analyzers: shelf,
            clock: { Date() })
    }

    private static func shelfAnalyzer(
        _ data: ReferenceData, _ folder: DataFolder, _ decoder: any MediaDecoding
    ) throws(PipelineError) -> ShelfAnalyzer? {
        guard let version = data.catalogueVersion else { return nil }
        do {
            let path = folder.catalogueFolder(version: version).path
            return try CatalogueFolder.analyzer(
                at: path, cache: folder.url.appendingPathComponent("catalogue/index").path,
                decoder: decoder)
        } catch {
            throw PipelineError(.referenceData, "catalogue version \(version): \(error)")
        }
    }
}
