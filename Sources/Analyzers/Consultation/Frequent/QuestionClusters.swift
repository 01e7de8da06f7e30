public import Evidence

/// Questions that ask the same.
public struct QuestionCluster: Sendable, Equatable {
    /// The words that most of its questions share, the commonest first.
    public var name: String
    /// The question nearest to all the others.
    public var quote: AskedQuestion
    public var questions: [AskedQuestion]
    /// Stores in which it was asked.
    public var stores: Int
    /// Questions by day, sorted.
    public var byDay: [(day: BusinessDay, count: Int)]
    /// Share of the questions that no topic of the lexicon was found in.
    public var unmatchedShare: Double
    /// Questions a day in the second half of the days over those in the first half; nil where the first has none.
    public var trend: Double?

    public static func == (one: QuestionCluster, other: QuestionCluster) -> Bool {
        one.name == other.name && one.questions == other.questions
    }
}

/// Groups questions by what they sound like: toneless syllables, alone and in pairs, compared by cosine; a question
/// joins the cluster to whose members it is nearest on average.
public enum QuestionClusters {
    /// Measured on 122 texts (SPEECH.md, section 6): below it clusters mix subjects, above it hardly any form.
    static let leastSimilarity = 0.25
    /// More questions than these are not looked at: a month of a large chain.
    public static let mostQuestions = 20_000

    /// Clusters of at least `least` questions, the largest first.
    public static func clusters(of questions: [AskedQuestion], least: Int = 3) -> [QuestionCluster] {
        let asked = questions.prefix(mostQuestions).map { ($0, Utterance($0.text)) }
        let vectors = SoundVector.vectors(of: asked.map { $0.1 })
        var groups = grouped(vectors)
        groups = merged(groups, vectors)
        return groups.filter { $0.members.count >= least }
            .map { cluster($0, asked, vectors) }
            .sorted { ($1.questions.count, $0.quote.text) < ($0.questions.count, $1.quote.text) }
    }

    private struct Group {
        var members: [Int]
        var sum: [Int: Double]

        /// Mean cosine to the members; vectors have length one.
        func similarity(to vector: SoundVector) -> Double {
            guard !members.isEmpty else { return 0 }
            return vector.features.reduce(0) { $0 + $1.weight * (sum[$1.number] ?? 0) }
                / Double(members.count)
        }

        mutating func add(_ member: Int, _ vector: SoundVector) {
            members.append(member)
            for feature in vector.features { sum[feature.number, default: 0] += feature.weight }
        }
    }

    /// Every question to its nearest group, or to one of its own; groups that share no feature are not compared.
    private static func grouped(_ vectors: [SoundVector]) -> [Group] {
        var groups: [Group] = []
        var groupsOf: [Int: Set<Int>] = [:]
        for (index, vector) in vectors.enumerated() where !vector.features.isEmpty {
            var near: Set<Int> = []
            for feature in vector.features { near.formUnion(groupsOf[feature.number] ?? []) }
            var best: (group: Int, similarity: Double)?
            for group in near.sorted() {
                let similarity = groups[group].similarity(to: vector)
                if similarity >= leastSimilarity, similarity > best?.similarity ?? 0 {
                    best = (group, similarity)
                }
            }
            let chosen = best?.group ?? groups.count
            if best == nil { groups.append(Group(members: [], sum: [:])) }
            groups[chosen].add(index, vector)
            for feature in vector.features { groupsOf[feature.number, default: []].insert(chosen) }
        }
        return groups
    }

    /// Groups that grew together become one. Small ones go into large ones.
    private static func merged(_ groups: [Group], _ vectors: [SoundVector]) -> [Group] {
        let most = 200
        var kept: [Group] = []
        for group in groups.sorted(by: {
            ($1.members.count, $0.members[0]) < ($0.members.count, $1.members[0])
        }) {
            let near = kept.prefix(most).indices.max { one, other in
                (meanSimilarity(kept[one], group), other) < (meanSimilarity(kept[other], group), one)
            }
            if let near, meanSimilarity(kept[near], group) >= leastSimilarity {
                for member in group.members { kept[near].add(member, vectors[member]) }
            } else {
                kept.append(group)
            }
        }
        return kept
    }

    private static func meanSimilarity(_ one: Group, _ other: Group) -> Double {
        let (small, large) = one.sum.count < other.sum.count ? (one, other) : (other, one)
        // In order: a sum must not depend on the order of a dictionary.
        let dot = small.sum.keys.sorted().reduce(0.0) { $0 + (small.sum[$1] ?? 0) * (large.sum[$1] ?? 0) }
        return dot / Double(one.members.count * other.members.count)
    }

    private static func cluster(
        _ group: Group, _ asked: [(AskedQuestion, Utterance)], _ vectors: [SoundVector]
    ) -> QuestionCluster {
        let members = group.members.sorted()
        let central =
            members.max { one, other in
                (group.similarity(to: vectors[one]), other) < (group.similarity(to: vectors[other]), one)
            } ?? members[0]
        let questions = members.map { asked[$0].0 }
        var days: [BusinessDay: Int] = [:]
        for question in questions { days[question.day, default: 0] += 1 }
        let byDay = days.sorted { $0.key < $1.key }.map { (day: $0.key, count: $0.value) }
        return QuestionCluster(
            name: name(of: members.map { asked[$0].1 }), quote: asked[central].0, questions: questions,
            stores: Set(questions.map(\.store)).count, byDay: byDay,
            unmatchedShare: Double(questions.count { !$0.isMatched }) / Double(questions.count),
            trend: trend(byDay))
    }

    private static func trend(_ byDay: [(day: BusinessDay, count: Int)]) -> Double? {
        guard byDay.count >= 2 else { return nil }
        let half = byDay.count / 2
        let earlier = byDay.prefix(half).reduce(0) { $0 + $1.count }
        let later = byDay.suffix(half).reduce(0) { $0 + $1.count }
        return earlier == 0 ? nil : Double(later) / Double(earlier)
    }

    /// Up to three words that most of the questions hold.
    private static func name(of utterances: [Utterance]) -> String {
        var counts: [String: Int] = [:]
        for utterance in utterances {
            for word in Set(WordSegmentation.plain.words(of: utterance))
            where !KeywordExtraction.isCommon(word) {
                counts[word, default: 0] += 1
            }
        }
        let common = counts.filter { $0.value * 3 >= utterances.count }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return common.prefix(3).map(\.key).joined(separator: " · ")
    }
}

/// Toneless syllables of a sentence, alone and in pairs, weighted by rarity, of length one.
struct SoundVector: Sendable {
    struct Feature: Sendable {
        var number: Int
        var weight: Double
    }

    /// By number.
    var features: [Feature]

    /// What is in more than every third sentence says nothing: half of all questions hold 吗.
    private static let leastRarity = 3.0
    private static let longest = 200

    static func vectors(of utterances: [Utterance]) -> [SoundVector] {
        var numbers: [Int64: Int] = [:]
        var documents: [Int] = []
        let counted = utterances.map { utterance -> [Int: Int] in
            var counts: [Int: Int] = [:]
            let sounds = utterance.units.prefix(longest).map { Int64($0.sound.first) }
            let pairs = zip(sounds, sounds.dropFirst()).map { ($0 + 1) << 32 | $1 }
            for key in sounds + pairs {
                let number = numbers[key] ?? documents.count
                if number == documents.count {
                    numbers[key] = number
                    documents.append(0)
                }
                if counts[number] == nil { documents[number] += 1 }
                counts[number, default: 0] += 1
            }
            return counts
        }
        // Few sentences have no common sounds yet.
        let least = utterances.count >= 20 ? leastRarity : 1
        return counted.map { vector(of: $0, documents, total: Double(utterances.count) + 1, least: least) }
    }

    private static func vector(
        of counts: [Int: Int], _ documents: [Int], total: Double, least: Double
    ) -> SoundVector {
        var features: [Feature] = []
        for (number, count) in counts.sorted(by: { $0.key < $1.key }) {
            let rarity = total / Double(documents[number])
            guard rarity > least else { continue }
            features.append(
                Feature(number: number, weight: Double(count).squareRoot() * rarity.squareRoot().squareRoot())
            )
        }
        let length = features.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
        for index in features.indices { features[index].weight /= length }
        return SoundVector(features: features)
    }
}
