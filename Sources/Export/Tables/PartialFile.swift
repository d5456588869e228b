// SPDX-License-Identifier: Apache-2.0

import Crypto
import Glibc

/// A file that grows under a temporary name and gets its own name only when it is whole.
///
/// `visits.csv` is written as `.visits.csv.partial`. A crash leaves at most that file, which the
/// next run overwrites and which nobody takes for a dataset.
final class PartialFile {
  /// Bytes gathered before they go to the system.
  private static let bufferSize = 1 << 16

  let name: String
  private let folder: String
  private var descriptor: CInt
  private var buffer: [UInt8] = []
  private var hash = SHA256()
  private var bytes = 0
  private var isPublished = false

  /// The temporary name of a file.
  static func path(of name: String, in folder: String) -> String { "\(folder)/.\(name).partial" }

  /// Gives a finished file its name, replacing an older one.
  static func publish(_ name: String, in folder: String) throws {
    guard rename(path(of: name, in: folder), "\(folder)/\(name)") == 0 else {
      throw ExportError.system("\(folder)/\(name)", "renamed")
    }
  }

  /// Creates the temporary file, over the rest of a run that was cut off.
  init(_ name: String, in folder: String) throws {
    self.name = name
    self.folder = folder
    let path = PartialFile.path(of: name, in: folder)
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    buffer.reserveCapacity(PartialFile.bufferSize * 2)
    if descriptor < 0 { throw ExportError.system(path, "created") }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isPublished { unlink(PartialFile.path(of: name, in: folder)) }
  }

  /// Lets `body` append bytes.
  func append(_ body: (inout [UInt8]) -> Void) throws {
    body(&buffer)
    if buffer.count >= PartialFile.bufferSize { try flush() }
  }

  /// Brings everything to the disk and closes the file.
  func finish() throws -> (bytes: Int, sha256: String) {
    try flush()
    guard fsync(descriptor) == 0 else {
      throw ExportError.system("\(folder)/\(name)", "brought to the disk")
    }
    close(descriptor)
    descriptor = -1
    return (bytes, hash.finalize().hexadecimal)
  }

  /// Gives the finished file its name.
  func publish() throws {
    try PartialFile.publish(name, in: folder)
    isPublished = true
  }

  private func flush() throws {
    try buffer.withUnsafeBytes { all in
      hash.update(bufferPointer: all)
      var rest = all[...]
      while !rest.isEmpty {
        let count = write(
          descriptor,
          UnsafeRawBufferPointer(rebasing: rest).baseAddress,
          rest.count
        )
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw ExportError.system("\(folder)/\(name)", "written") }
        rest = rest.dropFirst(count)
      }
    }
    bytes += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Digest of a file that another library wrote.
enum FileDigest {
  /// Brings a file to the disk and reads it once, in constant memory.
  static func syncAndHash(_ path: String) throws -> (bytes: Int, sha256: String) {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw ExportError.system(path, "opened") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw ExportError.system(path, "brought to the disk") }
    var hash = SHA256()
    var bytes = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw ExportError.system(path, "read back") }
      if count == 0 { return (bytes, hash.finalize().hexadecimal) }
      buffer.withUnsafeBytes { hash.update(bufferPointer: .init(rebasing: $0[..<count])) }
      bytes += count
    }
  }
}

extension ExportError {
  /// The system's last refusal, in its words.
  static func system(_ path: String, _ doing: String) -> ExportError {
    .file(path: path, doing: doing, reason: String(cString: strerror(errno)))
  }
}

extension Digest {
  /// The digest as lower-case hexadecimal digits.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self
    )
  }
}
