import Confinement
import Decoding
import Foundation

// A program for the tests of confinement: decodes as the real worker does, or confines itself and tries what a hostile
// file would like to do. It prints what came of that.

func outcome(_ succeeded: Bool) -> String { succeeded ? "done" : "errno \(errno)" }

func attempt(_ what: String) -> String {
    switch what {
    case "open": return outcome(open("/etc/hostname", O_RDONLY) >= 0)
    case "create": return outcome(open("/tmp/storeproof-probe", O_WRONLY | O_CREAT, 0o600) >= 0)
    case "socket": return outcome(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) >= 0)
    case "unix-socket": return outcome(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) >= 0)
    case "spawn":
        var child: pid_t = 0
        let program = strdup("/bin/true")
        errno = posix_spawn(&child, "/bin/true", nil, nil, [program, nil], nil)
        return outcome(errno == 0)
    case "exec":
        let program = strdup("/bin/true")
        return outcome(execv("/bin/true", [program, nil]) >= 0)
    case "kill-parent": return outcome(kill(getppid(), 0) == 0)
    case "executable-memory":
        let memory = mmap(nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return outcome(memory != MAP_FAILED)
    case "memory":
        let memory = mmap(nil, 1 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return outcome(memory != MAP_FAILED)
    case "thread":
        var thread = pthread_t()
        errno = pthread_create(&thread, nil, { _ in nil }, nil)
        return outcome(errno == 0)
    default: return "no such attempt"
    }
}

switch CommandLine.arguments.dropFirst().first {
case "decode-worker":
    let megabytes = CommandLine.arguments.dropFirst(2).first.flatMap(Int.init)
    let memoryBytes = megabytes.map { $0 << 20 } ?? DecodeWorker.standardMemoryBytes
    try DecodeWorker(decoder: MediaDecoder(), memoryBytes: memoryBytes).run()
case let what?:
    try Confinement.enter(memoryBytes: 256 << 20)
    print(attempt(what))
case nil: exit(2)
}
