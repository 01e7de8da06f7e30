import API
import Evidence
import Records

/// What the store said against a verdict, what headquarters answered, and the form for whoever comes next.
struct ReviewPanel {
    struct Choice {
        let value: String
        let name: String
        /// `primary` or `plain`.
        let style: String
    }
    let sentence: String?
    let answer: String?
    let answerReason: String?
    /// Where the store's form goes; nil where there is nothing to appeal.
    let appealAction: String?
    /// Where headquarters' form goes; nil for stores and before the analysis.
    let decisionAction: String?
    let choices: [Choice]
    /// Why the form that was just sent was not taken.
    let complaint: String?

    /// - Returns: nil where nobody said anything and nobody can.
    init?(_ item: EvidenceItem, standing: ReviewStanding, forStore: Bool, complaint: String?) {
        let id = item.id.rawValue.urlSegment
        let isAppealable = forStore && AppealRefusal(item, standing: standing) == nil
        let isDecidable =
            !forStore && !standing.isErased && standing.purgedAt == nil
            && (item.state == .analysed || item.state == .rejected)
        appealAction = isAppealable ? "/m/items/\(id)/appeal" : nil
        decisionAction = isDecidable ? "/console/items/\(id)/decision" : nil
        sentence = standing.appeal
        answer = standing.decision.map { decision in
            let before = decision.before.map { "\($0.chineseName) → " } ?? ""
            return before + decision.verdict.chineseName
        }
        answerReason = standing.decision?.reason
        choices = [
            Choice(value: Verdict.trusted.rawValue, name: "采信", style: "primary"),
            Choice(value: Verdict.suspect.rawValue, name: "存疑", style: "plain"),
            Choice(value: Verdict.rejected.rawValue, name: "不采信", style: "plain"),
        ]
        self.complaint = complaint
        if appealAction == nil, decisionAction == nil, sentence == nil, answer == nil { return nil }
    }
}
