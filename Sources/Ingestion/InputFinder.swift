import Events
import Glibc
import SystemFiles

/// Looks for what can be read on this machine: it lists folders, reads the beginning of files, and does nothing else (article
/// Inputs, Discovery).
package struct InputFinder: ~Copyable {
  private let places: [DiscoveryPlaces.Place]
  private let now: Timestamp
  private var decoder: EventDecoder

  /// How much of a file is read.
  private static let beginning = 1 << 16
  /// How many files of a place are read, the newest first.
  private static let examined = 64

  /// - Parameters:
  ///   - environment: of the process, which can name other folders.
  ///   - home: the user's folder.
  ///   - folder: the working directory.
  ///   - now: the present.
  /// - Returns: nil if there is no memory.
  package init?(environment: [String: String], home: String, folder: String, now: Timestamp) {
    // Nothing that is decoded here is ever compared with anything.
    guard let decoder = EventDecoder(seed: 0, makeIdentity: { 0 }) else { return nil }
    places = DiscoveryPlaces(environment: environment, home: home, folder: folder).all
    self.now = now
    self.decoder = decoder
  }

  /// Looks at all places.
  package mutating func find() -> Discovery {
    var discovery = Discovery()
    var seen: Set<FileIdentity> = []
    for place in places {
      var files: [File] = []
      for pattern in place.patterns {
        discovery.places.append(pattern)
        if let folder = Self.unreadableFolder(of: pattern) { discovery.unreadable.append(folder) }
        files += PathPattern(pattern).match().paths.compactMap { File($0, of: pattern) }
          .filter { seen.insert($0.identity).inserted }
      }
      files.sort { $0.modified > $1.modified }
      if let advice = place.advice {
        discovery.inputs += mentioned(place, files, advice)
      } else if let title = place.title {
        discovery.inputs += known(title, files, &discovery.unreadable)
      } else {
        discovery.inputs += logs(files, &discovery.unreadable)
      }
    }
    discovery.unreadable = Array(Set(discovery.unreadable)).sorted()
    discovery.inputs.sort { ($0.newest ?? now, $1.pattern) > ($1.newest ?? now, $0.pattern) }
    return discovery
  }

  fileprivate struct File {
    var path: String
    var pattern: String
    var size: UInt64
    /// Nanoseconds since the epoch.
    var modified: Int64
    var identity: FileIdentity

    init?(_ path: String, of pattern: String) {
      guard let about = stat(of: path), about.isRegularFile, about.st_size > 0 else { return nil }
      self.path = path
      self.pattern = pattern
      size = UInt64(about.st_size)
      modified = about.modified
      identity = FileIdentity(about)
    }
  }

  // What is known to be there is counted whole, and looked into at its newest files.
  private mutating func known(_ title: String, _ files: [File], _ unreadable: inout [String]) -> [FoundInput] {
    var found: [FoundInput] = []
    for (pattern, files) in Dictionary(grouping: files, by: \.pattern) {
      var formats: Set<String> = []
      for file in files.prefix(Self.examined) { formats.formUnion(self.formats(of: file.path, &unreadable) ?? []) }
      guard !formats.isEmpty else { continue }
      found.append(FoundInput(title, formats, pattern, files))
    }
    return found
  }

  // Elsewhere, what belongs together is what lies in one folder and has the same formats.
  private mutating func logs(_ files: [File], _ unreadable: inout [String]) -> [FoundInput] {
    var groups: [[String]: [File]] = [:]
    for file in files.prefix(Self.examined) {
      guard let formats = formats(of: file.path, &unreadable), !formats.isEmpty else { continue }
      groups[[Self.siblings(of: file.path)] + formats.sorted(), default: []].append(file)
    }
    return groups.map { key, files in
      let formats = Set(key.dropFirst())
      return FoundInput(Self.title(of: formats), formats, files.count == 1 ? files[0].path : key[0], files)
    }
  }

  // Files in which one of the marks begins a line.
  private func mentioned(_ place: DiscoveryPlaces.Place, _ files: [File], _ advice: String) -> [FoundInput] {
    files.compactMap { file in
      let lines = Self.read(file.path).map { String(decoding: $0, as: UTF8.self).split(separator: "\n") } ?? []
      guard lines.contains(where: { line in place.marks.contains { line.hasPrefix($0) } }) else { return nil }
      var input = FoundInput(place.title ?? file.path, [], file.path, [file])
      input.advice = advice
      return input
    }
  }

  // The formats of the events in the first lines of a file; nil if it cannot be read.
  private mutating func formats(of path: String, _ unreadable: inout [String]) -> Set<String>? {
    guard var bytes = Self.read(path) else {
      unreadable.append(path)
      return nil
    }
    // The last line may go on.
    let end = bytes.count < Self.beginning ? bytes.count : (bytes.lastIndex(of: 0x0A) ?? -1) + 1
    bytes += repeatElement(0, count: Chunk.padding)
    let batch = decoder.decode(Chunk(bytes: bytes, lines: 0..<end, offset: 0), now: now)
    var formats = batch.formats
    if batch.events.contains(where: { !$0.flags.contains(.isForeign) }) { formats.insert(DecodingOptions.native) }
    return formats
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = try? Descriptor(opening: path, O_RDONLY | O_NONBLOCK) else { return nil }
    return try? file.read(upTo: beginning)
  }

  // The folder on the way to what a pattern stands for that may not be listed.
  private static func unreadableFolder(of pattern: String) -> String? {
    var folder = ""
    for name in pattern.split(separator: "/") {
      if access(folder.isEmpty ? "/" : folder, R_OK | X_OK) != 0 { return errno == EACCES ? folder : nil }
      if name.utf8.contains(where: { "*?[".utf8.contains($0) }) { return nil }
      folder += "/" + name
    }
    return nil
  }

  private static func title(of formats: Set<String>) -> String {
    switch formats {
    case [DecodingOptions.native]: "events of wrappers"
    case ["litellm"]: "LiteLLM log"
    case ["otlp"]: "OpenTelemetry file"
    default: "log with events"
    }
  }

  // All files in the same folder with the same extension.
  private static func siblings(of path: String) -> String {
    let file = FilePath(path)
    guard let dot = file.name.lastIndex(of: "."), dot > file.name.startIndex else { return path }
    return "\(file.folder)/*\(file.name[dot...])"
  }
}

extension FoundInput {
  fileprivate init(_ title: String, _ formats: Set<String>, _ pattern: String, _ files: [InputFinder.File]) {
    self.init(title: title, formats: formats.sorted(), pattern: pattern)
    self.files = files.count
    bytes = files.reduce(0) { $0 + $1.size }
    newest = files.map(\.modified).max().map { Timestamp(microseconds: $0 / 1000) }
  }
}
