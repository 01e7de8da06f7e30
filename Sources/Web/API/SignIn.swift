import Evidence
import Foundation
import HTTPTypes
import Hashing
import Records

/// Signing in and out of the pages.
package struct SignIn: Sendable {
    let records: EvidenceRecords
    let settings: WebSettings
    let clock: @Sendable () -> Date
    private let throttle = SignInThrottle()
    private let passwords = PasswordCheck()

    init(records: EvidenceRecords, settings: WebSettings, clock: @escaping @Sendable () -> Date) {
        self.records = records
        self.settings = settings
        self.clock = clock
    }

    /// Opens a session and returns its token for the cookie.
    /// - Throws: `Problem` where account or password are wrong, or attempts are too many; `RecordError`.
    package func open(account name: String, password: String, from address: String) async throws -> String {
        let now = clock()
        let keys = ["account " + name, "address " + address]
        if let wait = await throttle.secondsToWait(keys, at: now) {
            throw Problem.tooManyAttempts(retryAfterSeconds: wait)
        }
        let account = try await records.accounts.find(AccountID(name))
        let stored = try await records.accounts.passwordHash(AccountID(name))
        guard try await passwords.verify(password, against: stored), let account, account.role != .integrator
        else {
            await throttle.failed(keys, at: now)
            throw Self.wrongPassword
        }
        await throttle.succeeded(keys)
        let token = RandomToken.make()
        try await records.accounts.openSession(
            digest: RandomToken.digest(token), account: account.id, at: now,
            expiresAt: now.addingTimeInterval(settings.sessionSeconds))
        return token
    }

    package func close(token: String) async throws {
        try await records.accounts.closeSession(digest: RandomToken.digest(token))
    }

    package static let wrongPassword = Problem(
        .unauthorized, code: "wrongPassword", title: "登录失败", chinese: "账号或密码不正确，请重新输入。",
        english: "The account or the password is not right.")
}

/// Verifies one password at a time: each costs tens of megabytes and milliseconds by design, so a crowd must queue.
private actor PasswordCheck {
    private var decoy: String?

    /// An unknown account costs as much as a known one, so that time does not tell them apart.
    func verify(_ password: String, against stored: String?) throws -> Bool {
        if let stored { return PasswordHash.verify(password, against: stored) }
        let decoy = try self.decoy ?? PasswordHash.make(RandomToken.make())
        self.decoy = decoy
        _ = PasswordHash.verify(password, against: decoy)
        return false
    }
}

/// Counts failures by account and by address: after five within fifteen minutes the next attempt must wait.
actor SignInThrottle {
    static let failuresAllowed = 5
    static let windowSeconds: TimeInterval = 15 * 60
    /// Beyond this many names the oldest are dropped, so that invented names cannot fill the memory.
    static let namesKept = 10_000

    private var failures: [String: [Date]] = [:]

    func secondsToWait(_ keys: [String], at now: Date) -> Int? {
        keys.compactMap { key -> Int? in
            let recent = (failures[key] ?? []).filter { now.timeIntervalSince($0) < Self.windowSeconds }
            guard recent.count >= allowed(key), let oldest = recent.first else { return nil }
            return Int((Self.windowSeconds - now.timeIntervalSince(oldest)).rounded(.up))
        }.max()
    }

    func failed(_ keys: [String], at now: Date) {
        for key in keys {
            let recent = (failures[key] ?? []).filter { now.timeIntervalSince($0) < Self.windowSeconds }
            failures[key] = recent + [now]
        }
        if failures.count > Self.namesKept {
            failures = failures.filter { entry in
                entry.value.last.map { now.timeIntervalSince($0) < Self.windowSeconds / 3 } ?? false
            }
        }
    }

    func succeeded(_ keys: [String]) {
        for key in keys { failures[key] = nil }
    }

    /// A whole store shares one address, so an address may fail more often than an account.
    private func allowed(_ key: String) -> Int {
        key.hasPrefix("address ") ? Self.failuresAllowed * 4 : Self.failuresAllowed
    }
}
