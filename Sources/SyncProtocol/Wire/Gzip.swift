// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Bodies as gzip (RFC 1952), with a limit on what they may grow to.
package enum Gzip {
  private static let windowBits: Int32 = 15 + 16  // the greatest window, in a gzip wrapper
  private static let chunkBytes = 65_536

  /// Compresses at level 1: a third of the size for a fifth of the time of level 6.
  package static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    guard czlib_deflate_init2(&stream, 1, windowBits) == Z_OK else { return bytes }
    defer { deflateEnd(&stream) }
    var output: [UInt8] = []
    let status = run(&stream, over: bytes, limit: .max, into: &output) { deflate($0, Z_FINISH) }
    precondition(status == Z_STREAM_END, "Memory to memory compression cannot stop half-way.")
    return output
  }

  /// Restores what was compressed.
  ///
  /// - Parameters:
  ///   - bytes: One whole gzip stream.
  ///   - limit: The most bytes that may come out.
  /// - Returns: The original bytes.
  /// - Throws: ``WireProblem`` for a damaged or cut stream, and for one that grows past the limit.
  package static func decompress(
    _ bytes: [UInt8],
    limit: Int
  ) throws(WireProblem) -> [UInt8] {
    var stream = z_stream()
    guard czlib_inflate_init2(&stream, windowBits) == Z_OK else {
      throw WireProblem("The body could not be decompressed.")
    }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    let status = run(&stream, over: bytes, limit: limit, into: &output) { inflate($0, Z_NO_FLUSH) }
    guard output.count <= limit else {
      throw WireProblem("The body grows to more than \(limit) bytes.")
    }
    guard status == Z_STREAM_END else {
      throw WireProblem("The body is not whole gzip data.")
    }
    return output
  }

  /// A gzip stream that is read while it grows: what was added comes out whole.
  package final class Growing {
    // In one place, as zlib wants it.
    private let stream: UnsafeMutablePointer<z_stream>

    /// An empty stream, at the level of ``compress(_:)``; nil where there is no memory for it.
    package init?() {
      stream = .allocate(capacity: 1)
      stream.initialize(to: z_stream())
      guard czlib_deflate_init2(stream, 1, windowBits) == Z_OK else {
        stream.deallocate()
        return nil
      }
    }

    deinit {
      deflateEnd(stream)
      stream.deallocate()
    }

    /// Adds bytes.
    ///
    /// - Parameters:
    ///   - bytes: What is added.
    ///   - isLast: Whether the stream ends with them.
    /// - Returns: The stream's next bytes.
    package func add(_ bytes: [UInt8], isLast: Bool = false) -> [UInt8] {
      var output: [UInt8] = []
      let flush = isLast ? Z_FINISH : Z_SYNC_FLUSH
      _ = run(&stream.pointee, over: bytes, limit: .max, into: &output) { deflate($0, flush) }
      return output
    }
  }

  /// Steps a stream over all its input, until it ends, fails or grows past the limit.
  private static func run(
    _ stream: inout z_stream,
    over input: [UInt8],
    limit: Int,
    into output: inout [UInt8],
    step: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> Int32 {
    var input = input
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    return input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      while true {
        let status = chunk.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          return step(&stream)
        }
        let written = chunkBytes - Int(stream.avail_out)
        output += chunk[..<written]
        if status != Z_OK || written == 0 || output.count > limit { return status }
      }
    }
  }
}
