import Evidence
import Foundation
import SQLiteDriver
import Testing

@testable import Records

/// What people and workers wait for reads an index, however many years of evidence lie in the tables.
struct QueryPlanTests {
    private func plan(_ sql: String) async throws -> String {
        let fixture = try await RecordsFixture()
        return try await fixture.database.read { (connection) throws(RecordError) in
            let arguments = [SQLValue](repeating: .null, count: sql.count { $0 == "?" })
            return try connection.query("EXPLAIN QUERY PLAN " + sql, arguments)
                .map { (row) throws(RecordError) in try row.text("detail") }
                .joined(separator: "\n")
        }
    }

    @Test(arguments: [
        (ItemQueries.currentOfStoreDay, "itemOfDay (day=? AND store=?"),
        (ItemQueries.historyOfStoreDay, "itemOfDay (day=? AND store=?"),
        (ItemQueries.currentOnDay, "itemOfDay"),
        (ItemQueries.days, "itemOfDay"),
        (ItemQueries.counts, "itemOfDay"),
        (FindingQueries.ofItem, "findingCurrent"),
        (FindingQueries.ofStoreDay, "findingCurrent"),
        (DeviceQueries.sightings, "captureDeviceOfCamera (model=? AND serialNumber=?"),
        (DeviceQueries.makerNotes, "captureDeviceOfModel (model=? AND hasMakerNote=?"),
        (FingerprintQueries.window, "itemOfDay"),
        (GlanceQueries.tallies(slots: 3), "COVERING INDEX itemOfDay (day=?"),
        (GlanceQueries.scores(stores: 3), "scoreOfDay (day=? AND store=?"),
        (GlanceQueries.totals, "COVERING INDEX scoreOfDay (day=?"),
        (FlagQueries.countsInHand, "COVERING INDEX flagOfState (state=?"),
        (FlagQueries.inHand(stores: 3), "(store=?"),
        (StoreQueries.names(stores: 3), "sqlite_autoindex_store_1 (id=?"),
        (NearbyQueries.items, "itemCurrent (store=? AND day>? AND day<?"),
        (NearbyQueries.found, "itemCurrent (store=? AND day>? AND day<?"),
        (NearbyQueries.found, "findingCurrent (item=? AND kind=?"),
        (NearbyQueries.foundOnDay, "itemOfDay (day=?"),
        (NearbyQueries.foundOnDay, "findingCurrent (item=? AND kind=?"),
        (QuestionQueries.newestFinding, "findingOfKind (kind=?"),
        (QuestionQueries.newestLink, "custodyOfAction"),
        (QuestionQueries.sheet, "INTEGER PRIMARY KEY (rowid=?"),
        (SeenOrderQueries.ofNumber, "seenOrderOfNumber (number=?"),
        (SeenOrderQueries.ofCustomer, "seenOrderOfCustomer (customer=?"),
        (FingerprintQueries.ofBytes, "itemOfBytes (sha256=?"),
        (FingerprintQueries.saved, "fingerprintOfNumber (number>?"),
        (ItemQueries.isNeeded, "itemOfBytes (sha256=?"),
        (ItemQueries.isNeeded, "transcriptOfBytes (sha256=?"),
        (ItemQueries.isNeeded, "custodyOfAction (action=? AND item=?"),
        (RetentionQueries.due, "sqlite_autoindex_item_1 (id>?"),
        (RetentionQueries.due, "custodyOfAction (action=? AND item=?"),
        (RetentionQueries.objections, "custodyOfItem"),
        (RetentionQueries.purgedItems, "itemOfBytes (sha256=?"),
        (RetentionQueries.purgedItems, "transcriptOfBytes (sha256=?"),
        (RetentionQueries.holds, "custodyOfAction (action=?"),
        (ReviewQueries.ofItem, "custodyOfItem"),
        (ReviewQueries.openAppeals, "custodyOfAction (action=?"),
        (ReviewQueries.newestDecisions, "custodyOfAction (action=?"),
        (ScoreQueries.ofStoreDay, "scoreOfDay (day=? AND store=?"),
        (ScoreQueries.onDay, "scoreOfDay"),
        (ScoreQueries.series, "scoreCurrent"),
        (ScoreQueries.ofOtherPolicies, "scoreOfDay (day>? AND day<?"),
        (MetricQueries.onDay, "metricOfDay"),
        (MetricBookQueries.series, "store=? AND day>? AND day<?"),
        (MetricBookQueries.onDay, "storeDayFactsOfDay"),
        (MetricBookQueries.sum, "scopeKind=? AND scope=? AND grain=? AND start=?"),
        (MetricBookQueries.ofStart, "metricPeriodOfStart"),
        (MetricBookQueries.history, "metricChangeOfStoreDay"),
        (OperationQueries.verdicts, "itemOfDay (day>?"),
        (OperationQueries.oldestWaiting, "jobOfState (state=?"),
        (OperationQueries.flags, "flagOfState"),
        (TraceQueries.work, "custodyOfActionByTime (action=? AND recordedAt>? AND recordedAt<?)"),
        (TraceQueries.work, "flagChangeOfTime (changedAt>? AND changedAt<?)"),
        (TraceQueries.appeals, "custodyOfActionByTime (action=? AND recordedAt>? AND recordedAt<?)"),
        (SalesQueries.ofStoreDay, "store=? AND day=?"),
        (FlagQueries.all, "flagOfDay"),
        (FlagQueries.ofState, "flagOfState"),
        (FlagQueries.ofStore, "flagOfStore"),
        (FlagQueries.ofRule, "flagOfStore"),
        (FlagQueries.unconfirmed, "flagOfState (state=? AND lastDay<?"),
        (FlagQueries.newestChange, "flag=?"),
        (TaskQueries.ofState, "taskOfState"),
        (DeliveryQueries.ofState, "deliveryDue (state=?"),
        (DeliveryQueries.claim(.sqlite), "deliveryDue (state=? AND dueAt<?"),
        (TaskQueries.ofStore, "taskOfStore"),
        (TaskQueries.late, "taskOfState (state=? AND deadline<?"),
        (JobQueries.claim(.sqlite), "jobDue (isOpen=? AND dueAt<?"),
        (JobQueries.claim(.sqlite), "jobRunning"),
        (JobQueries.progress, "jobOfState"),
    ])
    func `a list reads its index`(sql: String, index: String) async throws {
        let plan = try await plan(sql)
        #expect(plan.contains(index), "\(plan)")
    }

    @Test(arguments: [
        ItemQueries.currentOfStoreDay, ItemQueries.historyOfStoreDay, ItemQueries.currentOnDay,
        ItemQueries.counts, FindingQueries.ofItem, FindingQueries.ofStoreDay, FingerprintQueries.window,
        ScoreQueries.ofStoreDay, ScoreQueries.onDay, ScoreQueries.series, MetricQueries.onDay,
        MetricQueries.series, MetricBookQueries.series, MetricBookQueries.onDay, MetricBookQueries.sum,
        MetricBookQueries.ofStart, MetricBookQueries.history, MetricBookQueries.places, FlagQueries.ofState,
        FlagQueries.ofStore, FlagQueries.ofRule, JobQueries.lost,
    ])
    func `no list walks through a whole table`(sql: String) async throws {
        let plan = try await plan(sql)
        #expect(!plan.split(separator: "\n").contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test(arguments: [
        ItemQueries.currentOfStoreDay, ItemQueries.historyOfStoreDay, ItemQueries.currentOnDay,
        ItemQueries.days, FindingQueries.ofItem, FlagQueries.all, FlagQueries.ofState, FlagQueries.ofStore,
        TaskQueries.ofState, TaskQueries.ofStore, TaskQueries.late, DeliveryQueries.ofState,
        RetentionQueries.due, RetentionQueries.objections, RetentionQueries.holds, ReviewQueries.ofItem,
        ReviewQueries.openAppeals, ReviewQueries.newestDecisions, ScoreQueries.onDay,
        ScoreQueries.series, MetricQueries.series, MetricQueries.onDay, MetricBookQueries.series,
        MetricBookQueries.onDay, MetricBookQueries.ofStart, MetricBookQueries.history,
        MetricBookQueries.places, OperationQueries.oldestWaiting,
    ])
    func `no list is sorted as a whole`(sql: String) async throws {
        let plan = try await plan(sql)
        // Rows of one day, state or store may still be put in order among themselves.
        #expect(!plan.contains("TEMP B-TREE FOR ORDER BY"), "\(plan)")
    }
}
