public import Evidence
import Foundation
import Hashing
import Records

/// A chain of two stores with accounts and what they must report.
public enum TestChain {
    public static let password = "correct-horse-battery"
    public static let store = Store(
        id: StoreID("HZ-001"), name: "古翠路晨光店", region: ["全国", "浙江", "杭州市", "西湖区"], latitude: 30.279134,
        longitude: 120.121862)
    /// A name that must never become markup.
    public static let hostileStore = Store(
        id: StoreID("HZ-002"), name: "<script>alert(1)</script>", region: ["全国", "浙江", "杭州市", "滨江区"])

    public static let requirement = Requirement(
        id: "daily",
        slots: [
            RequiredSlot(slot: "shelf-1", kind: .shelfPhoto, title: "饮料货架正面", planogram: "drinks"),
            RequiredSlot(slot: "consultation-1", kind: .consultationAudio, title: "顾客咨询录音 1"),
            RequiredSlot(slot: "order-1", kind: .orderScreenshot, title: "接龙订单截图 1"),
        ])

    static func fill(_ records: EvidenceRecords) async throws {
        try await records.stores.upsert([store, hostileStore])
        let hash = try PasswordHash.make(password)
        let accounts = [
            Account(id: AccountID("hq"), name: "总部运营", role: .hq),
            Account(id: AccountID("hz001"), name: "晨光店长", role: .manager, store: store.id),
            Account(id: AccountID("hz002"), name: "<b>店长</b>", role: .manager, store: hostileStore.id),
        ]
        for account in accounts {
            try await records.accounts.upsert(account, passwordHash: hash)
            try await records.accounts.addToken(
                digest: RandomToken.digest(TestServer.token(of: account.id.rawValue)), account: account.id,
                label: "test", at: TestServer.now)
        }
        let integrator = Account(id: AccountID("importer"), name: "导入", role: .integrator)
        let bound = Account(id: AccountID("till"), name: "收银机", role: .integrator, store: store.id)
        for (account, token) in [(integrator, TestServer.token), (bound, TestServer.storeToken)] {
            try await records.accounts.upsert(account, passwordHash: nil)
            try await records.accounts.addToken(
                digest: RandomToken.digest(token), account: account.id, label: "test", at: TestServer.now)
        }
        try await records.reference.put(
            kind: .requirements, name: "daily", json: try CanonicalJSON.string([requirement]), by: "test",
            at: TestServer.now)
    }
}
