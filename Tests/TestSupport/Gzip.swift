import CGzip

/// The bytes of a gzip member of these bytes.
package func gzip(_ bytes: some Collection<UInt8>) -> [UInt8] {
  let bytes = Array(bytes)
  var member = [UInt8](repeating: 0, count: gzip_bound(bytes.count))
  let count = gzip_member(bytes, bytes.count, &member, member.count)
  precondition(count > 0, "zlib could not compress")
  member.removeLast(member.count - count)
  return member
}

/// The bytes of a gzip member of this text.
package func gzip(_ text: String) -> [UInt8] { gzip(text.utf8) }
