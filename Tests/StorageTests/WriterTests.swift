import Events
import Storage
import SystemFiles
import TestSupport
import Testing

/// Who writes a store, as those who look at it are told.
@Suite struct WriterTests {
  private let folder: TemporaryFolder
  private let noon = Timestamp(seconds: 1_767_268_800)
  private var path: String { folder("store.db") }
  private var reader: StoreReader { StoreReader(path: path) }

  init() throws { folder = try TemporaryFolder() }

  @Test func isSaidOnceTheStoreIsOpen() throws {
    let writer = try #require(StoredWriter.current(configuration: #"{"wrappers":"/etc/w.yaml"}"#))
    let store = try SQLiteStore.open(path: path, writer: writer, now: noon).store
    #expect(try reader.writer() == writer)
    _ = try store.startAnew(because: "a test", seed: 1, now: noon)
    #expect(try reader.writer() == writer)
  }

  @Test func theLastOneIsWhoIsTold() throws {
    func writer(_ text: String) throws -> StoredWriter { try #require(StoredWriter.current(configuration: text)) }
    for text in ["one", "two"] {
      let store = try SQLiteStore.open(path: path, writer: try writer(text), now: noon).store
      #expect(try reader.writer()?.configuration == text)
      _ = store
    }
    #expect(try reader.writer() == writer("two"))
  }

  @Test func isNotKnownWhereNobodySaidSo() throws {
    _ = try SQLiteStore.open(path: path, now: noon).store
    #expect(try reader.writer() == nil)
  }
}
