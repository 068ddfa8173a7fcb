import GRDB
import GRDBSQLite

/// How the database of a store is opened.
enum Connection {
  /// The log is cut back to this many bytes once it is in the database.
  private static let logBytes = 16 << 20
  /// After an end that was none, files up to this size are checked page by page. Above, reading them has to do.
  static let checkedBytes: UInt64 = 256 << 20

  /// Opens a database for writing; its file is there. It is made into a store of this version.
  static func openForWriting(_ path: String) throws(StorageError) -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "wraptop.store"
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      // The order matters: the first write fixes how the file can shrink, and WAL begins with a file that says what it is.
      if try Int32.fetchOne(database, sql: "PRAGMA application_id") != Schema.applicationID {
        try database.execute(
          sql: "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = \(Schema.applicationID)")
      }
      try database.execute(
        sql: """
          PRAGMA journal_mode = WAL;
          PRAGMA synchronous = FULL;
          PRAGMA secure_delete = FAST;
          PRAGMA journal_size_limit = \(logBytes);
          PRAGMA cache_size = -16000;
          PRAGMA cell_size_check = ON;
          """)
    }
    let queue = try open(path, configuration, for: path)
    let mode = try queue.use(for: path) { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    guard mode == "wal" else {
      throw .unusable(path: path, reason: "its file system cannot hold a store", isPermission: false)
    }
    return queue
  }

  /// How files are read without making or changing any.
  enum Reading {
    /// A writer is at work: the reader takes part in SQLite's locking, for which the writer has made the files.
    case besideWriter
    /// A crash has left a log: it is read by an index in memory, without locks.
    case withLog
    /// All is in the database, which is taken for a file that does not change.
    case alone
  }

  /// Opens a database for reading. Without a writer, who reads has to look whether one began in between
  /// (`StoreFile.Version`).
  static func openForReading(_ path: String, _ reading: Reading) throws(StorageError) -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "wraptop.reader"
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    let options: String
    switch reading {
    case .besideWriter: options = "mode=ro&readonly_shm=1"
    case .withLog:
      options = "mode=ro&vfs=unix-none"
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
        // Without locks, the one that closes takes itself for the last one, which would delete the log.
        var keepsLog: Int32 = 1
        sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_PERSIST_WAL, &keepsLog)
      }
    case .alone: options = "mode=ro&immutable=1"
    }
    return try open(uri(path, options), configuration, for: path)
  }

  private static func open(
    _ name: String, _ configuration: Configuration, for path: String
  ) throws(StorageError) -> DatabaseQueue {
    do {
      return try DatabaseQueue(path: name, configuration: configuration)
    } catch {
      throw StorageError(error, path: path)
    }
  }

  private static func uri(_ path: String, _ options: String) -> String {
    var escaped = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        escaped.append(Character(Unicode.Scalar(byte)))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return "file:\(escaped)?\(options)"
  }
}
