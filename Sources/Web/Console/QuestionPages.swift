import API
import Consultation
import Evidence
import Foundation
import Hummingbird
import Records

/// `/console/questions`: what customers ask, grouped, and new phrases that the lexicon lacks.
struct QuestionPages {
    let pages: ConsolePages
    private static let spans = [7, 14, 30]

    func add(to book: RouteBook) {
        book.get("/console/questions") { request, context in
            let principal = try context.signedIn()
            guard principal.account.role == .hq else {
                throw Problem.forbidden("what customers ask is headquarters' page")
            }
            return try await list(request, principal)
        }
    }

    private func list(_ request: Request, _ principal: Principal) async throws -> Response {
        let records = pages.service.records
        let span =
            request.query("days").flatMap(Int.init).flatMap { Self.spans.contains($0) ? $0 : nil }
            ?? Self.spans[0]
        let isUnmatchedOnly = request.query("only") == "unmatched"
        var questions: [AskedQuestion] = []
        var texts: [String] = []
        if let last = try await records.items.latestDay() {
            for back in (0..<span).reversed() {
                for recording in try await records.consultations(on: last.adding(days: -back)) {
                    questions += AskedQuestion.questions(
                        in: recording.findings, item: recording.item.id, store: recording.item.store,
                        day: recording.item.day)
                    texts.append(CustomerWords.text(of: recording.findings))
                }
            }
        }
        let model = QuestionListModel(
            shell: pages.shell("顾客问题", principal, section: "/console/questions"),
            spans: Self.spans.map { .init(value: "\($0)", title: "最近 \($0) 天", selected: $0 == span) },
            isUnmatchedOnly: isUnmatchedOnly, recordings: texts.count,
            clusters: QuestionClusters.clusters(of: questions.filter { !isUnmatchedOnly || !$0.isMatched }),
            candidates: PhraseCandidates.candidates(in: texts, lexicon: try await lexicon(), most: 30),
            stores: Dictionary(
                try await records.stores.all().map { ($0.id, $0.name) }, uniquingKeysWith: { $1 }))
        return try pages.page("questions", model)
    }

    private func lexicon() async throws -> TopicLexicon {
        var lexicon = TopicLexicon(topics: [])
        for document in try await pages.service.records.reference.current(.topics) {
            lexicon.topics += try CanonicalJSON.decode(TopicLexicon.self, from: document.json).topics
        }
        return ShippedLexicon.standingIn(for: lexicon)
    }
}

struct QuestionListModel {
    struct Cluster {
        let name: String
        let count: Int
        let stores: Int
        let unmatched: String
        let trend: String
        let quote: String
        let href: String
        let place: String
    }
    struct Candidate {
        let phrase: String
        let documents: Int
        let cohesion: Double
        let freedom: Double
    }
    let shell: Shell
    let spans: [OverviewModel.Choice]
    let isUnmatchedOnly: Bool
    let recordings: Int
    let rows: [Cluster]
    let hasRows: Bool
    let candidates: [Candidate]
    let hasCandidates: Bool

    init(
        shell: Shell, spans: [OverviewModel.Choice], isUnmatchedOnly: Bool, recordings: Int,
        clusters: [QuestionCluster], candidates: [PhraseCandidate], stores: [StoreID: String]
    ) {
        self.shell = shell
        self.spans = spans
        self.isUnmatchedOnly = isUnmatchedOnly
        self.recordings = recordings
        rows = clusters.prefix(Self.most).map { cluster in
            let quote = cluster.quote
            let second = quote.start.map { "，第 \(Int($0)) 秒" } ?? ""
            return Cluster(
                name: cluster.name, count: cluster.questions.count, stores: cluster.stores,
                unmatched: "\(Int((cluster.unmatchedShare * 100).rounded())) %",
                trend: Self.trend(cluster.trend), quote: quote.text,
                href: "/console/items/\(quote.item.rawValue.urlSegment)",
                place:
                    "\(stores[quote.store] ?? quote.store.rawValue) \(ChineseForm.shortDay(quote.day))\(second)"
            )
        }
        hasRows = !rows.isEmpty
        self.candidates = candidates.map {
            Candidate(phrase: $0.phrase, documents: $0.documents, cohesion: $0.cohesion, freedom: $0.freedom)
        }
        hasCandidates = !candidates.isEmpty
    }

    private static let most = 50

    /// Questions a day in the second half of the days over those in the first.
    private static func trend(_ ratio: Double?) -> String {
        switch ratio {
        case nil: "新出现"
        case let ratio? where ratio >= 1.5: "增多到 \(oneDecimal(ratio)) 倍"
        case let ratio? where ratio <= 0.67: "减少到 \(oneDecimal(ratio)) 倍"
        case _?: "持平"
        }
    }

    private static func oneDecimal(_ value: Double) -> String { String(format: "%.1f", value) }
}
