import Configuration

/// An entry of the store with its values.
struct StoredCredential {
  var entry: CredentialEntry
  var value: LockedSlice
  /// The last value that was confirmed, until the new one is.
  var previous: LockedSlice?
}

/// How entries are written before they are enciphered; numbers are little-endian. Values go from locked memory to locked
/// memory, and are never in a text.
///
///     u32 how many entries, sorted by name; of each:
///       text service, text key
///       i64 created, i64 changed, i64 last accessed, i64 expires   (the least number for nil)
///       text description, u16 how many tags, of each: text
///       bytes value
///       u8  1 if a previous value follows, else 0; bytes
///     text, bytes: u32 how many bytes, and those
enum CredentialEncoding {
  /// The most entries of a store.
  static let limit = 10_000

  static func encode(_ credentials: [StoredCredential]) throws -> LockedMemory {
    var counting = ByteWriter(nil)
    write(credentials, to: &counting)
    return try LockedMemory(count: counting.count) { memory in
      var writer = ByteWriter(memory)
      write(credentials, to: &writer)
    }
  }

  private static func write(_ credentials: [StoredCredential], to writer: inout ByteWriter) {
    writer.write(UInt32(credentials.count))
    for credential in credentials {
      let entry = credential.entry
      writer.write(entry.name.service)
      writer.write(entry.name.key)
      writer.write(entry.created)
      writer.write(entry.changed)
      writer.write(entry.lastAccessed ?? .min)
      writer.write(entry.details.expires ?? .min)
      writer.write(entry.details.description)
      writer.write(UInt16(entry.details.tags.count))
      for tag in entry.details.tags { writer.write(tag) }
      credential.value.withBytes { writer.write($0) }
      writer.write(UInt8(credential.previous == nil ? 0 : 1))
      credential.previous?.withBytes { writer.write($0) }
    }
  }

  /// The entries in `memory`; nil if they make no sense, which only a wraptop that is broken could write.
  static func decode(_ memory: LockedMemory) -> [StoredCredential]? {
    memory.withBytes { bytes in
      var reader = ByteReader(bytes)
      guard let count = reader.number(UInt32.self), count <= limit else { return nil }
      var credentials: [StoredCredential] = []
      for _ in 0..<count {
        guard let credential = read(from: &reader, in: memory) else { return nil }
        if let last = credentials.last, last.entry.name >= credential.entry.name { return nil }
        credentials.append(credential)
      }
      return reader.isAtEnd ? credentials : nil
    }
  }

  private static func read(from reader: inout ByteReader, in memory: LockedMemory) -> StoredCredential? {
    guard let service = reader.text(), let key = reader.text(), let name = CredentialName("\(service)/\(key)"),
      name.service == service, let created = reader.number(Int64.self), let changed = reader.number(Int64.self),
      let accessed = reader.number(Int64.self), let expires = reader.number(Int64.self),
      let description = reader.text(), let tagCount = reader.number(UInt16.self)
    else { return nil }
    var tags: [String] = []
    for _ in 0..<tagCount {
      guard let tag = reader.text() else { return nil }
      tags.append(tag)
    }
    guard let value = reader.range(), let hasPrevious = reader.number(UInt8.self), hasPrevious <= 1 else { return nil }
    var previous: LockedSlice?
    if hasPrevious == 1 {
      guard let range = reader.range() else { return nil }
      previous = LockedSlice(memory, range)
    }
    let details = CredentialDetails(expires: expires == .min ? nil : expires, description: description, tags: tags)
    let entry = CredentialEntry(
      name: name, created: created, changed: changed, lastAccessed: accessed == .min ? nil : accessed,
      hasPrevious: previous != nil, details: details)
    return StoredCredential(entry: entry, value: LockedSlice(memory, value), previous: previous)
  }
}

/// Writes into memory, or only counts where there is none yet.
struct ByteWriter {
  private let memory: UnsafeMutableRawBufferPointer?
  private(set) var count = 0

  init(_ memory: UnsafeMutableRawBufferPointer?) { self.memory = memory }

  mutating func write(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { append($0) }
  }

  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
  }

  mutating func write(_ bytes: UnsafeRawBufferPointer) {
    write(UInt32(bytes.count))
    append(bytes)
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if let memory {
      UnsafeMutableRawBufferPointer(rebasing: memory[count..<count + bytes.count]).copyMemory(from: bytes)
    }
    count += bytes.count
  }
}

/// Reads from memory; nil where that ends too soon.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    let size = MemoryLayout<Number>.size
    guard bytes.count - position >= size else { return nil }
    defer { position += size }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: type))
  }

  /// Where bytes are.
  mutating func range() -> Range<Int>? {
    guard let count = number(UInt32.self), bytes.count - position >= Int(count) else { return nil }
    defer { position += Int(count) }
    return position..<position + Int(count)
  }

  mutating func text() -> String? { range().flatMap { String(validating: bytes[$0], as: UTF8.self) } }
}
