import API
import Evidence
import Records
import Reports

/// The list of flags.
struct FlagListModel {
    struct Row {
        let href: String
        let title: String
        let store: String
        let span: String
        /// How many quotes or numbers raised it.
        let basis: String
        let severity: String
        let severityTone: String
        let state: String
        let stateTone: String
    }
    let shell: Shell
    /// The one store whose flags are listed; nil for all.
    let store: String?
    let storeName: String?
    let choices: [OverviewModel.Choice]
    let rows: [Row]
    let hasRows: Bool
    /// How many rows are shown, where there are more.
    let mostRows: Int?
}

/// One flag with the evidence that raised it.
struct FlagModel {
    struct Mention {
        let itemHref: String
        /// nil where it was erased or purged.
        let recording: String?
        let time: String
        /// Where the player starts, as a media fragment.
        let fragment: String
        let seconds: String
        let hasTime: Bool
        let text: String
        let slot: String
    }
    /// A number that made the rule's condition true.
    struct Fact {
        let day: String
        let batchHref: String
        let name: String
        let value: String
        let counted: String
        let note: String
    }
    struct Day {
        let day: String
        let batchHref: String
        let mentions: [Mention]
    }
    struct Action {
        let state: String
        let title: String
        /// `primary`, `plain` or `quiet`.
        let tone: String
    }
    struct Change {
        let time: String
        let actor: String
        let state: String
        let reason: String?
    }
    let shell: Shell
    let id: String
    let title: String
    let storeName: String
    let storeHref: String
    let span: String
    /// nil where nobody is quoted.
    let dayCount: Int?
    let rule: String
    let ruleVersion: String
    /// Who acts on flags of this rule; nil where it is no longer in force.
    let owner: String?
    let severity: String
    let severityTone: String
    let state: String
    let stateTone: String
    let stateReason: String?
    let recommendation: String
    let facts: [Fact]
    let hasFacts: Bool
    let days: [Day]
    /// Neither a number nor a quote is kept.
    let isBare: Bool
    let outcomes: [FlagAccount.Outcome]
    let hasOutcomes: Bool
    let action: String
    let actions: [Action]
    let hasActions: Bool
    let dismissable: Bool
    /// The newest step is the reader's own and fresh.
    let undoable: Bool
    let changes: [Change]
    let hasChanges: Bool
    let problem: String?
}

/// Flags in Chinese.
enum FlagWords {
    static func severity(_ severity: String) -> String {
        switch severity {
        case "opportunity": "机会"
        case "attention": "关注"
        case "urgent": "紧急"
        case "info": "提示"
        default: severity
        }
    }

    /// A role as people call it.
    static func owner(_ role: String) -> String {
        switch role {
        case "hq": "总部"
        case "manager": "店长"
        default: role
        }
    }

    static func span(_ from: BusinessDay, _ to: BusinessDay) -> String {
        from == to ? ChineseForm.day(from) : "\(ChineseForm.day(from)) 至 \(ChineseForm.shortDay(to))"
    }

    /// `3 条证据`, or where nobody is quoted, `4 个数字`.
    static func basis(_ flag: FlagLine) -> String {
        flag.quotes > 0 ? "\(flag.quotes) 条证据" : "\(flag.numbers) 个数字"
    }
}

extension Flag {
    /// The states to which a button moves the flag from here; a dismissal has a form of its own.
    var nextStates: [Flag.State] { state.next.filter { $0 != .expired && $0 != .dismissed } }
}
