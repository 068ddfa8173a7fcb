import Events
import Snapshots

/// What a service tells of sources, rejected lines and the store.
enum SourceSamples {
  static let usual: [SourceStatus] = {
    var file = SourceStatus(name: "/var/log/wrappers/events.jsonl", kind: .file)
    file.state = .live
    file.bytes = 48_230_112
    file.lines = 204_331
    file.records = 204_331
    file.accepted = 204_290
    file.rejected = 41
    file.rejectedByReason = [.notJSON: 29, .missingField: 9, .wrongType: 3]
    file.lagBytes = 0
    file.lastEvent = Scene.now.advanced(seconds: -2)
    file.lastArrival = Scene.now.advanced(seconds: -1)
    var socket = SourceStatus(name: "/run/user/1000/wraptop/ingest.sock", kind: .socket)
    socket.state = .live
    socket.bytes = 1_204_113
    socket.lines = 5_120
    socket.records = 5_120
    socket.accepted = 5_100
    socket.duplicates = 20
    socket.connections = 3
    socket.lastEvent = Scene.now.advanced(seconds: -1)
    socket.lastArrival = Scene.now.advanced(seconds: -1)
    return [file, socket]
  }()

  /// Sources from which nothing has come yet.
  static let fresh: [SourceStatus] = {
    var file = SourceStatus(name: "/var/log/wrappers/events.jsonl", kind: .file)
    file.state = .waiting
    var socket = SourceStatus(name: "/run/user/1000/wraptop/ingest.sock", kind: .socket)
    socket.state = .live
    socket.connections = 0
    return [file, socket]
  }()

  /// A file that is not there yet, one that may not be read, and one that is far behind.
  static let troubled: [SourceStatus] = {
    var gone = SourceStatus(name: "/srv/old/requests.jsonl", kind: .file)
    gone.state = .failed("Permission denied: run as a user who may read it, or chmod o+r it")
    var late = SourceStatus(name: "/var/log/wrappers/tomorrow.jsonl", kind: .file)
    late.state = .waiting
    var behind = usual[0]
    behind.name = "/var/log/wrappers/busy.jsonl"
    behind.lagBytes = 41_200_000
    behind.inconsistent = 7
    behind.tooLate = 2
    return [late, gone, behind]
  }()

  /// A file of which nothing was of use.
  static let rejected: SourceStatus = {
    var source = SourceStatus(name: "/var/log/wrappers/events.jsonl", kind: .file)
    source.state = .live
    source.lines = 41
    source.records = 41
    source.rejected = 41
    source.rejectedByReason = [.notJSON: 21, .missingField: 10, .wrongType: 10]
    source.lagBytes = 0
    return source
  }()

  static let rejectedLines: [RejectedLine] = (0..<41).map { index in
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
      reason: reason, field: field, found: found, sample: sample,
      time: Scene.now.advanced(seconds: Int64(-3 - index * 41)))
  }

  /// A store that works, and one that does not.
  static let storing: StorageStatus = {
    var store = StorageStatus(path: "/home/ops/.local/state/wraptop/wraptop.db", state: .storing)
    store.lastCommit = Scene.now.advanced(seconds: -1)
    store.bytes = 48_230_112
    store.uncommitted = 12
    return store
  }()
  static let failing: StorageStatus = {
    var store = storing
    store.state = .failing("disk full: free some space on /home; figures are kept in memory meanwhile")
    store.lastCommit = Scene.now.advanced(seconds: -312)
    store.uncommitted = 40_112
    return store
  }()
}
