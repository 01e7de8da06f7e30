extension Migration {
    /// 0009-stage-times: how long the worker's stages took, for the server to print. Buckets count along
    /// ``StageTime/limits``; the last one has no limit.
    static let stageTimes = Migration(number: 9, name: "stage-times") { sql in
        [
            """
            CREATE TABLE stageTime (
                stage TEXT NOT NULL CHECK (length(stage) > 0),
                bucket \(sql.integer) NOT NULL CHECK (bucket >= 0),
                runs \(sql.integer) NOT NULL CHECK (runs > 0),
                seconds \(sql.real) NOT NULL CHECK (seconds >= 0),
                PRIMARY KEY (stage, bucket)
            )\(sql.tableEnd)
            """
        ]
    }
}
