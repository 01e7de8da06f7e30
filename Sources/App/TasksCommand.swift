import ArgumentParser
import Evidence
import Foundation
import Records
import Scoring

/// `storeproof tasks`: rectifications. There is no command that closes one: only evidence does.
struct TasksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks", abstract: "整改任务：只有新的合格证据能关闭 (rectifications; only evidence closes them)",
        subcommands: [TasksOpen.self, TasksList.self, TasksShow.self, TasksEscalate.self])
}

struct TasksOpen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "由一条证据或标记开一个整改 (open a task from an item or a flag)")

    @Option(name: .long, help: "显示问题的证据 (item that shows the fault)") var item: String?
    @Option(name: .long, help: "来自哪个标记 (flag)") var flag: String?
    @Option(name: .long, help: "门店；有证据或标记时可省 (store)") var store: StoreID?
    @Option(
        name: .long,
        help: "shelf.absent/SKU、shelf.misplaced/SKU、promotion.notExecuted、evidence.unusable")
    var fault: String
    @Option(name: .long, help: "负责人 (owner)") var owner = "manager"
    @Option(name: .long, help: "期限 (deadline)") var deadline: BusinessDay
    @Option(name: .long, help: "关闭后几天内复发就重开 (days in which a return reopens it)") var window = 14
    @OptionGroup var data: DataOptions

    func run() async throws {
        guard let known = RectifiableFault(code: fault) else {
            throw Failure.usage(
                "--fault shelf.absent/SKU | shelf.misplaced/SKU | promotion.notExecuted | evidence.unusable")
        }
        guard (0...365).contains(window) else { throw Failure.usage("--window 0…365") }
        let folder = try await data.open()
        let before = try await evidence(folder)
        let raised = try await raisedFlag(folder)
        guard let store = before?.store ?? raised?.store ?? store else {
            throw Failure.usage("请写 --item、--flag 或 --store (name an item, a flag or a store)")
        }
        guard let found = try await folder.records.stores.find(store) else {
            throw Failure.badInput("没有门店 \(store) (there is no store \(store))")
        }
        let today = before?.day ?? found.businessDay(at: Date())
        guard deadline >= today else {
            throw Failure.usage("期限早于 \(today) (the deadline is before \(today))")
        }
        let task = Rectification(
            id: "task-\(store)-\(today)-\(fault.replacing("/", with: "-"))", store: store, flag: raised?.id,
            before: before?.id, fault: known.code, analyzer: known.analyzerName, owner: owner,
            openedOn: today,
            deadline: deadline, windowDays: window)
        guard try await folder.records.tasks.find(task.id) == nil else {
            throw Failure.badInput("这个整改已经开过 (this task exists)：\(task.id)")
        }
        try await folder.records.tasks.open(task, by: AccountID("cli"), at: Date())
        Terminal.line("✓ \(task.id)")
    }

    private func evidence(_ folder: DataFolder) async throws -> EvidenceItem? {
        guard let item else { return nil }
        guard let found = try await folder.records.items.find(EvidenceID(item)) else {
            throw Failure.badInput("没有证据 \(item) (there is no item \(item))")
        }
        return found
    }

    private func raisedFlag(_ folder: DataFolder) async throws -> Evidence.Flag? {
        guard let flag else { return nil }
        guard let found = try await folder.records.flags.find(FlagID(flag)) else {
            throw Failure.badInput("没有标记 \(flag) (there is no flag \(flag))")
        }
        return found
    }
}

struct TasksList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "未结和已升级的整改，按期限 (open and escalated tasks, by deadline)")

    @Flag(name: .long, help: "也列出已关闭的 (closed ones too)") var all = false
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        var table = TextTable(header: ["编号", "门店", "问题", "负责", "期限", "状态", "之前", "之后"])
        for state in Rectification.State.allCases where all || state != .closed {
            for task in try await folder.records.tasks.all(state) {
                table.rows.append([
                    task.id, task.store.rawValue, task.fault, task.owner, task.deadline.description,
                    task.state.rawValue, task.before?.rawValue ?? "", task.after?.rawValue ?? "",
                ])
            }
        }
        for line in table.lines() { Terminal.line(line) }
    }
}

struct TasksShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "一个整改的经过 (what happened to a task)")

    @Argument(help: "编号 (task)") var task: String
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        guard let found = try await folder.records.tasks.find(task) else {
            throw Failure.badInput("没有整改 \(task) (there is no task \(task))")
        }
        Terminal.line("\(found.id)  \(found.fault)  \(found.state.rawValue)  期限 \(found.deadline)")
        Terminal.line(
            "  之前 (before)：\(found.before?.rawValue ?? "—")　之后 (after)：\(found.after?.rawValue ?? "—")")
        for change in try await folder.records.tasks.history(task) {
            Terminal.line(
                "  \(change.at.formatted(.iso8601))  \(change.to.rawValue)  \(change.reason)  \(change.actor)"
            )
        }
    }
}

struct TasksEscalate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escalate", abstract: "把过期未结的整改升级 (escalate what is late)")

    @Option(name: .long, help: "以哪一天为准 (as of which day)；默认今天") var day: BusinessDay?
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        let today = day ?? Store(id: StoreID(""), name: "", region: []).businessDay(at: Date())
        let count = try await folder.records.tasks.escalate(asOf: today, at: Date())
        Terminal.line("✓ \(today)：升级 \(count) 个 (escalated)")
    }
}
