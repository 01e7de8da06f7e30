import API
import Evidence
import Foundation

/// The manager's page: one day of the own store, what is missing on top.
struct ManagerModel {
    /// A required slot with its form and, once filled, its item.
    struct Card {
        let slot: String
        let title: String
        let kindName: String
        let isAudio: Bool
        /// The form is not sent without the customer's consent.
        let consentIsRequired: Bool
        let icon: String
        let accept: String
        /// Opens the camera instead of the gallery.
        let capture: Bool
        let action: String
        /// Where a script sends the file.
        let api: String
        let kind: String
        let button: String
        /// What the form says about the code of the day; nil where photos need none.
        let captureProof: String?
        /// Where a script gets a newer code to sign with.
        let challenge: String
        let summary: ItemSummary?
        /// A problem of the last try, shown where it happened.
        let problem: String?
    }

    struct Fix {
        let number: Int
        let sentence: String
        let href: String
    }

    let shell: Shell
    let storeName: String
    let storeID: String
    let day: String
    let dayText: String
    let isToday: Bool
    let previousHref: String
    let previousText: String
    let nextHref: String?
    let nextText: String
    /// `今天 86 分，比昨天 +4；还差 1 张货架照片。`
    let headline: String
    let deadline: String
    /// What photos must show today; nil where the chain asks for none.
    let code: String?
    let codeUntil: String
    let received: Int
    let required: Int
    let progressWidth: Int
    let complete: Bool
    let nothingRequired: Bool
    let firstMissing: String?
    let missing: [Card]
    let done: [Card]
    let others: [ItemSummary]
    let hasOthers: Bool
    let fixes: [Fix]
    let hasFixes: Bool
    let score: ScorePanel?
    let notice: Notice?
    let lastDayHref: String?
    let lastDayText: String
}

/// What just happened, on top of the page.
struct Notice {
    /// `good` or `poor`.
    let tone: String
    let title: String
    let text: String
}
