import Evidence
import Foundation
import Records
import Testing

struct PolicyRecordsTests {
    // MARK: Stores

    @Test func `a store comes back with everything it had`() async throws {
        let fixture = try await RecordsFixture()
        let store = Store(
            id: StoreID("HZ-002"), name: "文二西路丰和店", region: ["全国", "a/b"], address: "文二西路 1 号",
            latitude: 30.28, longitude: 120.1, geofenceMetres: 150, timeZone: "Asia/Shanghai",
            cutOff: LocalTime(minutes: 300), attributes: ["生命周期": "新店"])
        try await fixture.records.stores.upsert([store])
        #expect(try await fixture.records.stores.find(store.id) == store)
        #expect(try await fixture.records.stores.all().map(\.id.rawValue) == ["HZ-001", "HZ-002", "HZ-004"])
        #expect(try await fixture.records.stores.find(StoreID("HZ-999")) == nil)
    }

    @Test func `a store that is imported again is replaced, evidence and all`() async throws {
        let fixture = try await RecordsFixture()
        try await fixture.record(RecordsFixture.item(1))
        try await fixture.records.stores.upsert([
            Store(id: RecordsFixture.xihu, name: "新名字", region: [], address: nil)
        ])
        #expect(try await fixture.records.stores.find(RecordsFixture.xihu)?.name == "新名字")
        #expect(try await fixture.count("item") == 1)
    }

    @Test func `one bad store keeps out the whole import`() async throws {
        let fixture = try await RecordsFixture()
        let error = await #expect(throws: RecordError.self) {
            try await fixture.records.stores.upsert([
                Store(id: StoreID("good"), name: "", region: []),
                Store(id: StoreID("bad"), name: "", region: [], latitude: 91, longitude: 0),
            ])
        }
        #expect(error?.code == .constraint)
        #expect(try await fixture.records.stores.find(StoreID("good")) == nil)
    }

    // MARK: Reference documents

    @Test func `what stores are asked for comes from all documents, and none is skipped`() async throws {
        let reference = try await RecordsFixture().records.reference
        func put(_ name: String, _ json: String) async throws {
            try await reference.put(
                kind: .requirements, name: name, json: json, by: "hq", at: RecordsFixture.noon)
        }
        #expect(try await reference.requirements().isEmpty)
        for name in ["b", "a"] {
            let slot = RequiredSlot(slot: "shelf-\(name)", kind: .shelfPhoto, title: "")
            try await put(name, try CanonicalJSON.string([Requirement(id: name, slots: [slot])]))
        }
        #expect(try await reference.requirements().map(\.id) == ["a", "b"])
        try await put("a", "{}")
        let error = await #expect(throws: RecordError.self) { try await reference.requirements() }
        #expect(error?.code == .corruptRow && error?.detail.contains("requirements a version 2") == true)
    }

    @Test func `the same content is the same version, other content the next`() async throws {
        let reference = try await RecordsFixture().records.reference
        func put(_ json: String) async throws -> Int {
            try await reference.put(
                kind: .planogram, name: "drinks", json: json, by: "hq", at: RecordsFixture.noon)
        }
        #expect(try await put("{\"a\":1}") == 1)
        #expect(try await put("{\"a\":1}") == 1)
        #expect(try await put("{\"a\":2}") == 2)
        #expect(try await put("{\"a\":1}") == 3)
        _ = try await reference.put(
            kind: .planogram, name: "dairy", json: "{}", by: "hq", at: RecordsFixture.noon)
        let current = try await reference.current(.planogram)
        #expect(current.map(\.name) == ["dairy", "drinks"])
        #expect(current.map(\.version) == [1, 3])
        #expect(current.last?.json == "{\"a\":1}")
        #expect(current.last?.importedBy == "hq")
        #expect(try await reference.current(.planogram, "drinks")?.version == 3)
        #expect(try await reference.current(.policy).isEmpty)
        #expect(try await reference.current(.planogram, "snacks") == nil)
    }

    // MARK: Accounts

    private let manager = Account(
        id: AccountID("hz001"), name: "店长", role: .manager, store: RecordsFixture.xihu)

    @Test func `an account without a new password keeps the old one`() async throws {
        let accounts = try await RecordsFixture().records.accounts
        try await accounts.upsert(manager, passwordHash: "$argon2id$1")
        var renamed = manager
        renamed.name = "新店长"
        try await accounts.upsert(renamed, passwordHash: nil)
        #expect(try await accounts.find(manager.id) == renamed)
        #expect(try await accounts.passwordHash(manager.id) == "$argon2id$1")
        #expect(try await accounts.all() == [renamed])
        #expect(try await accounts.find(AccountID("nobody")) == nil)
        #expect(try await accounts.passwordHash(AccountID("nobody")) == nil)
    }

    @Test func `a token acts for its account`() async throws {
        let accounts = try await RecordsFixture().records.accounts
        try await accounts.upsert(manager, passwordHash: nil)
        for _ in 0..<2 {
            try await accounts.addToken(
                digest: "d1", account: manager.id, label: "init", at: RecordsFixture.noon)
        }
        #expect(try await accounts.account(tokenDigest: "d1") == manager)
        #expect(try await accounts.account(tokenDigest: "d2") == nil)
        let error = await #expect(throws: RecordError.self) {
            try await accounts.addToken(
                digest: "d3", account: AccountID("nobody"), label: "", at: RecordsFixture.noon)
        }
        #expect(error?.code == .constraint)
    }

    @Test func `a session ends at its time or when it is closed`() async throws {
        let accounts = try await RecordsFixture().records.accounts
        let noon = RecordsFixture.noon
        try await accounts.upsert(manager, passwordHash: nil)
        try await accounts.openSession(
            digest: "s1", account: manager.id, at: noon, expiresAt: noon.addingTimeInterval(60))
        #expect(try await accounts.session(digest: "s1", at: noon.addingTimeInterval(59)) == manager)
        #expect(try await accounts.session(digest: "s1", at: noon.addingTimeInterval(60)) == nil)
        #expect(try await accounts.session(digest: "s2", at: noon) == nil)
        try await accounts.closeSession(digest: "s1")
        #expect(try await accounts.session(digest: "s1", at: noon) == nil)
    }

    @Test func `opening a session forgets those that ran out`() async throws {
        let fixture = try await RecordsFixture()
        let accounts = fixture.records.accounts
        let noon = RecordsFixture.noon
        try await accounts.upsert(manager, passwordHash: nil)
        for number in 0..<3 {
            let at = noon.addingTimeInterval(Double(number) * 100)
            try await accounts.openSession(
                digest: "s\(number)", account: manager.id, at: at, expiresAt: at.addingTimeInterval(60))
        }
        #expect(try await fixture.count("session") == 1)
    }
}
