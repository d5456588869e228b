// SPDX-License-Identifier: Apache-2.0

/// Why a round did not come to its end.
///
/// Nothing is lost by any of them.
package enum SyncFailure: Error, Hashable, Sendable {
  /// The hub could not be reached, or the line was cut.
  case unreachable(String)
  /// The hub is busy or broken for now, with the seconds that it asks to wait, if it does.
  case unavailable(String, retryAfterSeconds: Int?)
  /// The hub does not know the token, or no longer takes it: what it says, and what to do.
  case unauthorized(String)
  /// The person may not do this: what the hub says, and what to do.
  case forbidden(String)
  /// The hub holds other changes under this store's name: the store was copied or restored.
  case forked(counter: UInt64)
  /// Hub and program speak no common version.
  case version
  /// What came from the hub was damaged.
  case damaged(String)
  /// The hub refuses the request as such.
  case refused(code: String, detail: String)
  /// A defect of this program.
  case bug(String)

  /// Reads the hub's refusal: a total function of status and code, unknown ones being temporary.
  ///
  /// - Parameters:
  ///   - status: The HTTP status, 300 or above.
  ///   - code: The problem's code, where the hub sent one.
  ///   - detail: The problem's text.
  ///   - retryAfterSeconds: What the hub asks to wait.
  package init(status: Int, code: String, detail: String, retryAfterSeconds: Int? = nil) {
    self =
      switch (status, Problem(rawValue: code)) {
      case (_, .replicaForked?): .forked(counter: 0)
      case (_, .damagedBatch?), (_, .storage?):
        .unavailable(detail, retryAfterSeconds: retryAfterSeconds)
      case (_, .foreignSeal?): .refused(code: code, detail: detail)
      // What the hub says of a problem that is known ends with what to do.
      case (401, nil): .unauthorized(detail + " Ask your coordinator for a new code and enrol.")
      case (403, nil): .forbidden(detail + " Ask your coordinator.")
      case (401, _): .unauthorized(detail)
      case (403, _): .forbidden(detail)
      case (426, _): .version
      case (408, _), (425, _), (429, _), (500..., _):
        .unavailable(detail, retryAfterSeconds: retryAfterSeconds)
      case (400..<500, _): .refused(code: code, detail: detail)
      default: .unavailable(detail, retryAfterSeconds: retryAfterSeconds)
      }
  }

  /// What failed and what to do, in two sentences.
  package var sentence: String {
    switch self {
    case .unreachable(let what):
      "\(what) Your work is safe here; sync again when there is network."
    case .unavailable(let what, _):
      "The hub cannot serve right now: \(what) Your work is safe here; it will be tried again."
    case .unauthorized(let what):
      "The hub does not accept this store: \(what)"
    case .forbidden(let what):
      "The hub does not allow this: \(what)"
    case .forked(let counter):
      "The hub holds other changes under this store's name from counter \(counter) on: "
        + "the store was copied or restored. Nothing is lost; sync again."
    case .version:
      "This program and the hub speak no common version. Update the older one; work is safe here."
    case .damaged(let what):
      "What the hub sent was damaged: \(what) Nothing was stored of it; it will be tried again."
    case .refused(let code, let detail):
      "The hub refused the request (\(code)): \(detail) Your work is safe here."
    case .bug(let what):
      "The program found a defect of its own: \(what) Your work is safe here; please report it."
    }
  }
}
