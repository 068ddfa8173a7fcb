import Foundation
import GRDB
import GRDBSQLite
import Monitoring
import SystemFiles

extension StorageError {
  /// What went wrong while a database was used. `systemCode` is what the system said last to that connection.
  init(_ error: any Error, path: String, systemCode: Int32 = 0) {
    switch error {
    case let error as StorageError: self = error
    case let error as DatabaseError: self.init(error, path: path, systemCode: systemCode)
    case is ByteReader.Damage, is DecodingError: self = .damaged(path: path, reason: "a record makes no sense")
    default: self = .unusable(path: path, reason: "\(error)", isPermission: false)
    }
  }

  private init(_ error: DatabaseError, path: String, systemCode: Int32) {
    let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_MISMATCH:
      // All statements are fixed, so one that is wrong means that a table is not as it was made.
      self = .damaged(path: path, reason: reason)
    case .SQLITE_FULL: self = .full(path: path)
    case .SQLITE_IOERR where systemCode == ENOSPC || systemCode == EDQUOT: self = .full(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .unusable(path: path, reason: "locked by another program that has the database open", isPermission: false)
    case .SQLITE_PERM, .SQLITE_AUTH: self = .unusable(path: path, reason: reason, isPermission: true)
    case .SQLITE_READONLY:
      self = .unusable(
        path: path, reason: reason, isPermission: error.extendedResultCode != .SQLITE_READONLY_DBMOVED)
    case .SQLITE_IOERR, .SQLITE_CANTOPEN:
      let said = systemCode == 0 ? reason : "\(reason): \(SystemError(code: systemCode))"
      self = .unusable(path: path, reason: said, isPermission: Self.forbids(systemCode))
    default: self = .unusable(path: path, reason: reason, isPermission: false)
    }
  }
}

extension DatabaseQueue {
  /// Uses the connection to the database at `path`, alone. What SQLite and the system say becomes a `StorageError`.
  func use<Value>(for path: String, _ body: (Database) throws -> Value) throws(StorageError) -> Value {
    let result: Result<Value, StorageError> = unsafeRead { database in
      do {
        return .success(try body(database))
      } catch {
        return .failure(
          StorageError(error, path: path, systemCode: sqlite3_system_errno(database.sqliteConnection)))
      }
    }
    return try result.get()
  }
}
