import API
import Evidence

/// Headquarters' first page: one day of all stores.
struct OverviewModel {
    /// Flags that are named in a store's row.
    static let mostFlags = 3

    struct Tile {
        let count: String
        let label: String
        let href: String
        /// `attention` where the number wants a decision, else `calm`.
        let tone: String
    }
    struct Choice {
        let value: String
        let title: String
        let selected: Bool
    }
    struct Row {
        let href: String
        let name: String
        let id: String
        let district: String
        let total: ScoreBar
        let provisional: Bool
        let change: String
        let shelf: ScoreBar
        let promotion: ScoreBar
        let consultation: ScoreBar
        let received: Int
        let required: Int
        let complete: Bool
        let late: Int
        let hasLate: Bool
        let suspect: Int
        let hasSuspect: Bool
        let rejected: Int
        let hasRejected: Bool
        let flags: [FlagLink]
        /// Flags beyond those that are named; 0 is not shown.
        let moreFlags: Int
        let hasMoreFlags: Bool
        let flagsHref: String
    }
    /// Where there is more than one page.
    struct Pager {
        let text: String
        let previousHref: String?
        let nextHref: String?
    }
    struct FlagLink {
        let href: String
        let title: String
    }
    let shell: Shell
    let day: String
    let dayText: String
    let isToday: Bool
    let previousHref: String
    /// Absent on the newest day.
    let nextHref: String?
    let dayChoices: [Choice]
    let regionChoices: [Choice]
    let filterChoices: [Choice]
    /// What was searched for.
    let search: String
    let tiles: [Tile]
    let rows: [Row]
    let hasRows: Bool
    let pager: Pager?
    let emptyTitle: String
    let emptyText: String
    /// Jobs still to run.
    let waiting: Int
    let isWaiting: Bool
    let failedJobs: Int
    let hasFailedJobs: Bool
}
