// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import SyncProtocol

/// The body of a request as the hub takes it: of the right type, within its limits, inflated.
enum RequestBytes {
  /// Reads the body.
  ///
  /// What the headers say is judged before a byte of the body is read, and what comes is never
  /// kept beyond the limit.
  ///
  /// - Parameters:
  ///   - request: What came.
  ///   - limit: The most bytes of the inflated body.
  /// - Returns: The inflated body.
  /// - Throws: ``ProblemReport``, or ``BrokenOff`` where the line was cut.
  static func read(
    _ request: Request,
    limit: Int = SyncLimits.bytesMaximum
  ) async throws -> [UInt8] {
    let travelling = limit > SyncLimits.bytesMaximum ? limit : SyncLimits.bodyBytesMaximum
    try judge(request.headers, travelling)
    var bytes: [UInt8] = []
    var isTooLarge = false
    do {
      for try await chunk in request.body {
        guard bytes.count + chunk.readableBytes <= travelling else {
          isTooLarge = true
          break
        }
        bytes += chunk.readableBytesView
      }
    } catch {
      throw BrokenOff(cause: error)
    }
    if isTooLarge { throw tooLarge(travelling) }
    if let announced = announcedCount(request.headers), announced != bytes.count {
      throw ProblemReport(.badRequest, "The body ended before its announced length.")
    }
    return try inflated(bytes, request.headers, limit)
  }

  private static func judge(_ headers: HTTPFields, _ limit: Int) throws {
    let type = headers[.contentType]?.lowercased().filter { $0 != " " }
    guard type == SyncLimits.mediaType else {
      throw ProblemReport(.mediaType, "The hub takes \(SyncLimits.mediaType).")
    }
    if let announced = announcedCount(headers), announced > limit {
      throw tooLarge(limit)
    }
  }

  private static func announcedCount(_ headers: HTTPFields) -> Int? {
    headers[.contentLength].flatMap { Int($0) }
  }

  private static func inflated(
    _ bytes: [UInt8],
    _ headers: HTTPFields,
    _ limit: Int
  ) throws -> [UInt8] {
    switch headers[.contentEncoding]?.lowercased() {
    case nil, "identity": return bytes
    case "gzip":
      do {
        return try Gzip.decompress(bytes, limit: limit)
      } catch {
        throw ProblemReport(.contentEncoding, error.description)
      }
    default: throw ProblemReport(.contentEncoding, "The hub takes gzip or nothing.")
    }
  }

  private static func tooLarge(_ limit: Int) -> ProblemReport {
    ProblemReport(.bodyTooLarge, "The hub takes \(limit) bytes in one body.")
  }
}

/// The connection failed while the request came: there is nobody to answer.
struct BrokenOff: Error {
  let cause: any Error
}
