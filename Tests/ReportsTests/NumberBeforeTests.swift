import Evidence
import Foundation
import Records
import Testing

@testable import Reports

struct NumberBeforeTests {
    @Test(arguments: [
        ("complianceTotal", "", "appealAccepted: 手机时钟刚换过", "合规得分", "71", "申诉通过：手机时钟刚换过"),
        ("completeness", "", "lateEvidence", "上报完整率", "7100 %", "收到迟到的证据"),
        ("topicCount", "配送", "newPolicy: 1 → 2", "主题次数：配送", "71", "评分方案更换：1 → 2"),
        ("consultations", "", "盘点后更正", "咨询录音数", "71", "盘点后更正"),
    ])
    func `a number says what it was and why it is not any more`(
        code: String, topic: String, reason: String, name: String, before: String, words: String
    ) {
        let shown = NumberBefore(
            MetricChange(
                store: StoreID("A"), day: BusinessDay(ordinal: 20_774), code: code, topic: topic, before: 71,
                after: nil, reason: reason, actor: AccountID("hq"), at: Date(timeIntervalSince1970: 0)))
        #expect(shown.name == name && shown.before == before && shown.after == "—")
        #expect(shown.reason == words && shown.isTotal == (code == "complianceTotal"))
    }
}
