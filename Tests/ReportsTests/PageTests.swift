import Records
import Testing

@testable import Reports

struct PageTests {
    @Test func `a day without a value is a gap, not a zero`() {
        let chart = Sparkline.line([1, 2, nil, 3], width: 100, height: 20, label: "得分")
        #expect(chart.contains("M2 18L34 10M98 2") || chart.contains("L34 10"))
        #expect(chart.contains("<circle"))
        #expect(Sparkline.line([], label: "").contains("d=\"\""))
        #expect(!Sparkline.line([.nan, .infinity, 1], label: "<&>").contains("nan"))
    }

    @Test func `names of stores cannot break a page or a table`() {
        #expect(Sparkline.line([1], label: "\"><script>").contains("&quot;&gt;&lt;script&gt;"))
        #expect(CommaSeparated.field("=HYPERLINK(1)") == "'=HYPERLINK(1)")
        #expect(CommaSeparated.field("-3.5") == "-3.5")
        #expect(CommaSeparated.field("a,\"b\"\n") == "\"a,\"\"b\"\"\n\"")
    }

    @Test(arguments: [
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("\u{FEFF}a\n\"x,\"\"y\"\"\nz\",2", [["a"], ["x,\"y\"\nz", "2"]]),
        ("", []), ("\n\n", []), (",", [["", ""]]), ("\"open", [["open"]]),
    ])
    func `comma-separated values are read`(text: String, rows: [[String]]) {
        #expect(CommaSeparated.rows(text) == rows)
    }

    @Test func `what is written is read back`() {
        let rows = [["x", "a,b", "\"q\""], ["行", "1\r\n2", ""]]
        let text = CommaSeparated.text(header: ["1", "2", "3"], rows: rows)
        #expect(CommaSeparated.rows(text) == [["1", "2", "3"]] + rows)
    }

    @Test func `operation's figures end as the format asks`() {
        let text = OpenMetrics(
            jobs: JobProgress(waiting: 2, dead: 1), oldestJobSeconds: 12.34,
            counts: ["flags": ["open": 3, "a\"b": 1]], alteredOriginals: 2
        ).text
        #expect(text.hasSuffix("# EOF\n"))
        #expect(text.contains("storeproof_jobs{state=\"waiting\"} 2\n"))
        #expect(text.contains("storeproof_oldest_job_seconds 12.3\n"))
        #expect(text.contains("storeproof_altered_originals 2\n"))
        #expect(text.contains("storeproof_flags{kind=\"a\\\"b\"} 1\nstoreproof_flags{kind=\"open\"} 3\n"))
    }

    @Test func `seconds per stage are a histogram whose buckets hold those below`() {
        var decode = StageTime()
        decode.runs[0] = 2
        decode.runs[4] = 1
        decode.runs[10] = 1
        decode.seconds = 71.2345
        let text = OpenMetrics(
            jobs: JobProgress(), oldestJobSeconds: nil, counts: [:], stages: [.decode: decode]
        ).text
        let label = "stage=\"decode\""
        #expect(text.contains("# TYPE storeproof_stage_seconds histogram\n"))
        for (limit, runs) in [("0.05", 2), ("0.5", 2), ("1.0", 3), ("60.0", 3), ("+Inf", 4)] {
            #expect(text.contains("storeproof_stage_seconds_bucket{\(label),le=\"\(limit)\"} \(runs)\n"))
        }
        #expect(text.contains("storeproof_stage_seconds_sum{\(label)} 71.235\n"))
        #expect(text.contains("storeproof_stage_seconds_count{\(label)} 4\n"))
        #expect(!text.contains("score"))
    }
}
