import Events
import PlainText

/// What `wraptop discover --json` prints.
package enum DiscoveryJSON {
  /// One document, with its line feed.
  package static func bytes(of discovery: Discovery) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { document in
      document.field("schema", 1)
      document.arrayField("inputs") { list in
        for input in discovery.inputs { list.input(input) }
      }
      document.arrayField("places") { list in
        for place in discovery.places { list.value(place) }
      }
      document.arrayField("unreadable") { list in
        for path in discovery.unreadable { list.value(path) }
      }
    }
    writer.endLine()
    return writer.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func input(_ input: FoundInput) {
    object { entry in
      entry.field("title", input.title)
      entry.arrayField("formats") { list in
        for format in input.formats { list.value(format) }
      }
      entry.field("pattern", input.pattern)
      entry.field("files", input.files)
      entry.field("bytes", input.bytes)
      entry.field("newest", input.newest)
      entry.field("advice", input.advice)
    }
  }
}
