import ArgumentParser
import ConfigurationFiles
import Evidence
import Foundation
import Order
import Records

/// A kind of policy file that can be checked and imported.
protocol PolicyNoun: Sendable {
    /// What was read, as it is stored, and what to tell the person.
    associatedtype Value: Sendable
    static var name: String { get }
    static var abstract: String { get }
    static var fileHelp: String { get }
    /// - Throws: ``ConfigurationError`` or ``Failure`` with every problem of the file.
    static func read(_ path: String, in folder: DataFolder?) async throws -> Value
    /// What examples or plausibility say about a file that reads well; empty = nothing.
    static func complaints(about value: Value) -> [String]
    /// What its keeper should know, and what stops nothing.
    static func remarks(about value: Value) -> [String]
    static func summary(of value: Value) -> String
    static func store(_ value: Value, from path: String, in folder: DataFolder) async throws
}

extension PolicyNoun {
    static func complaints(about value: Value) -> [String] { [] }
    static func remarks(about value: Value) -> [String] { [] }
}

/// A noun whose file is one document of the records.
protocol OneFileNoun: PolicyNoun where Value: Encodable {
    static var kind: ReferenceKind { get }
    static func parse(_ text: String, file: String) throws(ConfigurationError) -> Value
}

extension OneFileNoun {
    static func read(_ path: String, in folder: DataFolder?) async throws -> Value {
        try parse(try InputFile.text(path), file: path)
    }

    static func store(_ value: Value, from path: String, in folder: DataFolder) async throws {
        try await ReferenceWriter.put(value, kind, name: name, in: folder)
    }
}

/// `NOUN check FILE`: exit 1 with every problem by line when the file says no.
struct CheckCommand<Noun: PolicyNoun>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "check", abstract: "检查文件，不导入 (check a file, import nothing)")
    }

    @Argument(help: ArgumentHelp(stringLiteral: Noun.fileHelp)) var file: String

    func run() async throws {
        let value = try await PolicyCheck.read(file, as: Noun.self)
        Terminal.line("✓ \(file)：\(Noun.summary(of: value))")
    }
}

/// A policy file read for checking: what is wrong is told on standard error, and ends the command.
enum PolicyCheck {
    static func read<Noun: PolicyNoun>(_ file: String, as noun: Noun.Type) async throws -> Noun.Value {
        let value: Noun.Value
        do { value = try await Noun.read(file, in: nil) } catch let error as ConfigurationError {
            Terminal.error(error.description)
            throw Failure.silent(.findingSaysNo)
        }
        for remark in Noun.remarks(about: value) { Terminal.line("⚠ \(remark)") }
        let complaints = Noun.complaints(about: value)
        for complaint in complaints { Terminal.error("\(file): \(complaint)") }
        if !complaints.isEmpty { throw Failure.silent(.findingSaysNo) }
        return value
    }
}

/// `NOUN import FILE`: nothing is imported unless everything reads.
struct ImportCommand<Noun: PolicyNoun>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "import", abstract: "检查并导入文件 (check a file and import it)")
    }

    @Argument(help: ArgumentHelp(stringLiteral: Noun.fileHelp)) var file: String
    @OptionGroup var data: DataOptions

    func run() async throws {
        let folder = try await data.open()
        let value: Noun.Value
        do { value = try await Noun.read(file, in: folder) } catch let error as ConfigurationError {
            throw Failure.badInput("\(file) 没有导入 (was not imported)\n\(error.description)")
        }
        let complaints = Noun.complaints(about: value)
        if !complaints.isEmpty {
            throw Failure.badInput("\(file) 没有导入 (was not imported)\n" + complaints.joined(separator: "\n"))
        }
        try await Noun.store(value, from: file, in: folder)
        Terminal.line("✓ 已导入 \(Noun.summary(of: value)) (imported)")
    }
}

/// Values that are one JSON document in the records.
enum ReferenceWriter {
    // Inlined into a loop, this crashes the optimiser of Swift 6.3.1 (coroutine splitting).
    @inline(never)
    static func put(_ value: some Encodable, _ kind: ReferenceKind, name: String, in folder: DataFolder)
        async throws
    {
        _ = try await folder.records.reference.put(
            kind: kind, name: name, json: try CanonicalJSON.string(value), by: "cli", at: Date())
    }
}
