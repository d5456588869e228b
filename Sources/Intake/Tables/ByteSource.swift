// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Bytes in chunks, so that a file of any size is read with constant memory.
package struct ByteSource {
  /// The next chunk; nil at the end.
  ///
  /// Throws what stands in the way of reading.
  package let next: () throws -> [UInt8]?

  /// A source that asks a closure for each chunk.
  package init(_ next: @escaping () throws -> [UInt8]?) {
    self.next = next
  }

  /// Bytes at hand, given out `chunkBytes` at a time.
  package init(bytes: [UInt8], chunkBytes: Int = 65_536) {
    var start = 0
    self.init {
      guard start < bytes.count else { return nil }
      let end = min(start + chunkBytes, bytes.count)
      defer { start = end }
      return Array(bytes[start..<end])
    }
  }

  /// The file at a path, or standard input for `-`; opened now, closed with the last use.
  ///
  /// - Parameter path: A path as the person typed it.
  /// - Throws: ``FileUnreadable``.
  package init(path: String) throws(FileUnreadable) {
    let file = try OpenFile(path: path)
    self.init { try file.read() }
  }
}

/// A file that could not be opened or read.
package struct FileUnreadable: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path as it was given.
  package let path: String

  /// What the operating system says.
  package let reason: String

  /// A file that could not be read, and why.
  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// What failed and what to do.
  package var description: String {
    "\(path) could not be read: \(reason). Check the path and that you may read the file."
  }
}

/// A descriptor that is closed when nobody reads from it any more.
private final class OpenFile {
  private static let chunkBytes = 262_144
  private let path: String
  private let descriptor: Int32

  init(path: String) throws(FileUnreadable) {
    self.path = path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OpenFile.failure(path) }
  }

  deinit {
    if descriptor != STDIN_FILENO {
      close(descriptor)
    }
  }

  func read() throws(FileUnreadable) -> [UInt8]? {
    var count = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: OpenFile.chunkBytes) { buffer, filled in
      repeat {
        count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      } while count < 0 && errno == EINTR
      filled = max(0, count)
    }
    guard count >= 0 else { throw OpenFile.failure(path) }
    return count == 0 ? nil : chunk
  }

  private static func failure(_ path: String) -> FileUnreadable {
    FileUnreadable(path: path, reason: String(cString: strerror(errno)))
  }
}
