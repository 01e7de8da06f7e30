import Evidence

/// The words that a recording is about: the lexicon's own and uncommon ones that come again.
enum KeywordExtraction {
    static let most = 12

    /// By weight, then by word; at most twelve.
    static func keywords(
        _ utterances: [Utterance], transcript: Transcript, topicTerms: [[String]],
        segmentation: WordSegmentation = .plain
    ) -> [ConsultationFindings.Keyword] {
        var places: [String: [Int]] = [:]
        for (segment, utterance) in utterances.enumerated() {
            for word in segmentation.words(of: utterance)
            where !stopWords.contains(word) && !WordsWithoutSubject.contains(word) {
                places[word, default: []].append(segment)
            }
        }
        var weights: [String: Double] = [:]
        for (word, at) in places { weights[word] = weight(word, count: at.count, segmentation) }
        for (segment, terms) in topicTerms.enumerated() {
            for term in terms {
                weights[term] = 1
                if places[term]?.contains(segment) != true { places[term, default: []].append(segment) }
            }
        }
        let strongest = weights.filter { $0.value > 0 }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(most)
        return strongest.map { word, weight in
            let segments = Array(Set(places[word] ?? [])).sorted()
            return ConsultationFindings.Keyword(
                term: word, weight: rounded(weight, 100),
                at: segments.map {
                    ConsultationFindings.Keyword.Place(segment: $0, start: transcript.segments[$0].start)
                })
        }
    }

    /// 0…0.95: frequency in the recording times rarity in the language, as in TF-IDF.
    private static func weight(_ word: String, count: Int, _ segmentation: WordSegmentation) -> Double {
        guard let rarity = segmentation.rarity(of: word), rarity >= leastRarity else { return 0 }
        return min(0.95, rarity * (0.3 + 0.9 * (1 - 1 / Double(1 + count))))
    }

    /// Words that are commoner say nothing of a recording.
    private static let leastRarity = 0.03

    /// Whether a word says nothing about what is talked of.
    static func isCommon(_ word: String, words: CommonWords = .shared) -> Bool {
        stopWords.contains(word) || (words.rank(of: word) ?? 9_999) < 300
    }

    private static let stopWords = Set(
        """
        谢谢 你好 您好 请问 不好意思 没有 有没有 可以 这个 那个 什么 怎么 一个 我们 你们 他们 就是 不是 知道 现在 今天 昨天 明天 还有 一下
        一点 东西 时候 多少 不用 不要 已经 因为 所以 如果 可是 但是 这里 那里 这边 那边 上面 下面 里面 外面 觉得 应该 需要 自己 大家 人家
        好像 可能 一起 一样 这样 那样 的话 看看 看一看 等等 没事 好的 好吧 行吧 上次 下次 刚才 慢走 欢迎光临 帮忙 不行 不能 能不能 是不是
        两个 几个 一包 一瓶 一盒 喜欢 老板 阿姨 师傅 美女 帅哥 小姐 先生 怎么样 没关系 对不起 收到 看到 过来 回来 回去 起来 出来
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
