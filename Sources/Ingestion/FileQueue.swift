/// Files in the order in which they are to be looked at.
struct FileQueue {
  private var files: [TailedFile] = []
  private var first = 0

  var isEmpty: Bool { first == files.count }
  /// The files in it, the next one first.
  var all: ArraySlice<TailedFile> { files[first...] }

  mutating func append(_ file: TailedFile) { files.append(file) }

  mutating func popFirst() -> TailedFile? {
    guard first < files.count else { return nil }
    defer {
      first += 1
      if first > 32, first * 2 > files.count {
        files.removeFirst(first)
        first = 0
      }
    }
    return files[first]
  }

  mutating func prepend(_ file: TailedFile) {
    if first > 0 {
      first -= 1
      files[first] = file
    } else {
      files.insert(file, at: 0)
    }
  }
}
