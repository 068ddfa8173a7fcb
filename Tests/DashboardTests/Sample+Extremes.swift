import Events
import Monitoring
import Snapshots

extension Sample {
  /// Names and texts as an attacker, or a careless program, would send them.
  static var hostile: Snapshot {
    var wrappers = [
      wrapper("\u{1B}[2J\u{1B}]0;owned\u{07}", perMinute: 9, errors: 0.2, fallbacks: 0, p95: 800, cost: 1),
      wrapper("要約サービス・本番環境・東京リージョン", perMinute: 30, errors: 0.07, fallbacks: 0, p95: 1_900, cost: 3),
      wrapper("\u{202E}gnp.exe\u{2066}", perMinute: 12, errors: 0, fallbacks: 0.3, p95: 90, cost: 0.5),
      wrapper("team-search-eu-west-1-production-reranker", perMinute: 4, errors: 0, fallbacks: 0, p95: 310, cost: 2),
      wrapper("team-search-eu-west-1-production-retriever", perMinute: 6, errors: 0, fallbacks: 0, p95: 210, cost: 2),
      wrapper("e\u{301}\u{302}\u{303}mbed👩‍💻", perMinute: 7, errors: 0, fallbacks: 0, p95: 45, cost: 0.02),
      wrapper("a\tb\nc", perMinute: 2, errors: 0, fallbacks: 0, p95: 45, cost: 0.02),
    ]
    wrappers[0].health.lastError = "\u{1B}[31mred\u{9B}2J \u{202E}esrever\u{2028}next"
    let failures = wrappers[0].detail?.recentFailures ?? []
    wrappers[0].detail?.recentFailures = failures.map {
      var failure = $0
      failure.errorCode = "\u{1B}]52;c;aGk=\u{07}"
      failure.errorMessage = "\u{1B}[31mred\u{9B}2J \u{202E}esrever\u{2028}next \u{FEFF}接続が切断されました"
      return failure
    }
    var snapshot = snapshot(wrappers)
    snapshot.sources[0].name = "/tmp/\u{1B}[7m東京.jsonl"
    snapshot.notices = ["the folder /tmp/\u{1B}[5mx can be written by others: chmod go-w it"]
    snapshot.rejected = [
      RejectedLine(
        source: "/tmp/\u{1B}[7m東京.jsonl", lineNumber: 3, byteOffset: 412, reason: .notJSON, field: nil,
        sample: "\u{1B}[2J\u{1B}[H{\"wrapper_name\":\u{202E}", time: now)
    ]
    return snapshot
  }

  /// Figures at the ends of their ranges.
  static var huge: Snapshot {
    var big = wrapper("big", perMinute: 1e6, errors: 0.5, fallbacks: 0.5, p95: 8.64e8, cost: 9.2e9, active: 1_048_576)
    big.totals.total = .max - 1_000_000_000
    big.totals.failed = .max / 3
    big.totals.timeouts = .max / 5
    big.totals.cost = Money(nanodollars: Int128(UInt64.max) * 1_000_000_000)
    big.oldestActiveMs = 9e11
    big.traffic = Array(repeating: .max, count: 60)
    var odd = wrapper("odd", perMinute: 0.5, errors: 0, fallbacks: 0, p95: 80, cost: 1e-7)
    odd.p95LastHourMs = .nan
    odd.health.averageDurationMs = .infinity
    odd.operationsPerMinute = .infinity
    var snapshot = snapshot([big, odd])
    snapshot.sources[0].records = .max
    snapshot.sources[0].rejected = .max / 2
    snapshot.sources[0].lagBytes = .max
    snapshot.sources[1].connections = 1_024
    snapshot.sources[1].refusedConnections = 99_999
    return snapshot
  }

  static var catchingUp: Snapshot {
    var snapshot = snapshot(Array(dozen.prefix(5)))
    snapshot.catchUp = CatchUp(
      bytesRead: 1_288_490_188, bytesTotal: 3_113_851_289, eventsPerSecond: 812_400, secondsLeft: 12)
    snapshot.sources[0].state = .catchingUp
    return snapshot
  }

  /// Sources in trouble, lines rejected, something to say.
  static var troubled: Snapshot {
    var gone = SourceStatus(name: "/srv/old/requests.jsonl", kind: .file)
    gone.state = .failed("Permission denied: run as a user who may read it, or chmod o+r it")
    var late = SourceStatus(name: "/var/log/wrappers/tomorrow.jsonl", kind: .file)
    late.state = .waiting
    var behind = sources[0]
    behind.name = "/var/log/wrappers/busy.jsonl"
    behind.lagBytes = 41_200_000
    behind.inconsistent = 7
    behind.tooLate = 2
    var snapshot = snapshot(sources: sources + [late, gone, behind])
    snapshot.notices = [
      "120 wrappers beyond the limit of 10,000 are counted together as (other)",
      "the folder /srv/old can be written by others: chmod go-w it",
    ]
    snapshot.rejected = rejected
    return snapshot
  }

  /// A file of which nothing was of use.
  static let rejectedSource: SourceStatus = {
    var source = SourceStatus(name: "/var/log/wrappers/events.jsonl", kind: .file)
    source.state = .live
    source.lines = 41
    source.records = 41
    source.rejected = 41
    source.rejectedByReason = [.notJSON: 21, .missingField: 10, .wrongType: 10]
    source.lagBytes = 0
    return source
  }()

  static let rejected: [RejectedLine] = (0..<41).map { index in
    let reasons: [(RejectionReason, String?, String)] = [
      (.notJSON, nil, "{\"wrapper_name\":\"support-bot\",\"duration_ms\":"),
      (.missingField, "wrapper_name", "{\"operation_id\":\"op-7\",\"status\":\"success\",\"duration_ms\":120}"),
      (.notJSON, nil, "2026-01-02 14:31:07 ERROR upstream timed out"),
      (.wrongType, "duration_ms", "{\"wrapper_name\":\"rag-search\",\"duration_ms\":\"fast\"}"),
    ]
    let (reason, field, sample) = reasons[index % 4]
    let found = reason == .wrongType ? #""fast""# : nil
    return RejectedLine(
      source: index % 5 == 4 ? "/run/user/1000/wraptop/ingest.sock" : "/var/log/wrappers/events.jsonl",
      lineNumber: index % 5 == 4 ? nil : UInt64(204_331 - index * 97), byteOffset: UInt64(48_230_112 - index * 10_007),
      reason: reason, field: field, found: found, sample: sample, time: now.advanced(seconds: Int64(-3 - index * 41)))
  }
}
