import Foundation

/// The libFuzzer runtime's entry for programs that bring their own main.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ argumentCount: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ feed: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

@main
enum Fuzz {
    /// FUZZ_SUBJECT chooses what is fed; the arguments are libFuzzer's own.
    static let subject = ProcessInfo.processInfo.environment["FUZZ_SUBJECT"].flatMap(FuzzSubject.init)

    static func main() {
        guard subject != nil else {
            let known = FuzzSubject.allCases.map(\.rawValue).joined(separator: ", ")
            FileHandle.standardError.write(Data("FUZZ_SUBJECT is one of: \(known)\n".utf8))
            exit(2)
        }
        var argumentCount = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(
            runDriver(&argumentCount, &arguments) { bytes, count in
                Fuzz.subject?.feed([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
                return 0
            })
    }
}
