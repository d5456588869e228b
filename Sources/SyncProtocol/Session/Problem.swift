// SPDX-License-Identifier: Apache-2.0

/// Every reason for which a hub refuses a request: the one catalogue (RFC 9457).
///
/// Programs go by the code, people by title and hint.
package enum Problem: String, CaseIterable, Sendable {
  case badRequest = "bad_request"
  case malformed
  case malformedChange = "malformed_change"
  case damagedBatch = "damaged_batch"
  case tokenMissing = "token_missing"
  case tokenUnknown = "token_unknown"
  case deviceRevoked = "device_revoked"
  case codeUnknown = "code_unknown"
  case codeUsed = "code_used"
  case codeExpired = "code_expired"
  case forbidden
  case foreignReplica = "foreign_replica"
  case foreignSeal = "foreign_seal"
  case notFound = "not_found"
  case wrongMethod = "wrong_method"
  case epochChanged = "epoch_changed"
  case replicaForked = "replica_forked"
  case replicaTaken = "replica_taken"
  case journalGap = "journal_gap"
  case causalGap = "causal_gap"
  case bodyTooLarge = "body_too_large"
  case batchTooLarge = "batch_too_large"
  case mediaType = "media_type"
  case contentEncoding = "content_encoding"
  case invalid
  case version
  case storage

  /// The HTTP status.
  package var status: Int {
    switch self {
    case .badRequest, .malformed, .malformedChange, .damagedBatch: 400
    case .tokenMissing, .tokenUnknown, .deviceRevoked, .codeUnknown, .codeUsed, .codeExpired: 401
    case .forbidden, .foreignReplica, .foreignSeal: 403
    case .notFound: 404
    case .wrongMethod: 405
    case .epochChanged, .replicaForked, .replicaTaken, .journalGap, .causalGap: 409
    case .bodyTooLarge, .batchTooLarge: 413
    case .mediaType, .contentEncoding: 415
    case .invalid: 422
    case .version: 426
    case .storage: 500
    }
  }

  /// What happened, the same for every occurrence.
  package var title: String {
    switch self {
    case .badRequest: "The request is not one that this hub understands"
    case .malformed: "The body is not the message that belongs to this address"
    case .malformedChange: "A change in the batch cannot be read"
    case .damagedBatch: "The batch is not the one that was sent"
    case .tokenMissing: "The request carries no token"
    case .tokenUnknown: "The hub does not know the token"
    case .deviceRevoked: "The hub no longer takes this store"
    case .codeUnknown: "The hub does not know the code"
    case .codeUsed: "The code was used before"
    case .codeExpired: "The code has expired"
    case .forbidden: "This is not yours to do"
    case .foreignReplica: "A store may speak for itself only"
    case .foreignSeal: "The bundle's seal is of no store that this hub knows"
    case .notFound: "There is nothing at this address"
    case .wrongMethod: "The address does not take this method"
    case .epochChanged: "The hub's records begin anew"
    case .replicaForked: "The hub holds other changes under this store's name"
    case .replicaTaken: "Another person's store has this name"
    case .journalGap: "The hub lacks earlier changes of this store"
    case .causalGap: "A change was made on something that the hub has not seen"
    case .bodyTooLarge: "The body is too large"
    case .batchTooLarge: "The batch holds too many changes"
    case .mediaType: "The body is of another type than the hub takes"
    case .contentEncoding: "The body is compressed in a way that the hub does not take"
    case .invalid: "A value is not taken"
    case .version: "Program and hub speak no common version"
    case .storage: "The hub could not read or write its store"
    }
  }

  /// What to do about it.
  package var hint: String {
    switch self {
    case .badRequest, .malformed, .mediaType, .contentEncoding:
      "Use a program of Mystery Shopper, and update it if it is old."
    case .malformedChange, .foreignReplica: "Report it: the sending program has a defect."
    case .damagedBatch: "Send it again; nothing of it was taken."
    case .tokenMissing, .tokenUnknown: "Ask a coordinator for a new code and enrol again."
    case .deviceRevoked: "Ask a coordinator; what is on the store is safe there."
    case .codeUnknown: "Check the code for typing errors, or ask for a new one."
    case .codeUsed, .codeExpired: "Ask a coordinator for a new code."
    case .forbidden: "Ask a coordinator, who can do it or invite you to it."
    case .foreignSeal: "Ask its owner for it once more."
    case .notFound, .wrongMethod: "Check the hub's address."
    case .epochChanged: "Sync again from the beginning; nothing of yours is lost."
    case .replicaForked: "The store was copied or restored: go on under a new name."
    case .replicaTaken: "Enrol from a store of your own."
    case .journalGap: "Sync again: the store sends what is missing."
    case .causalGap: "Sync again: the store offers what the hub lacks."
    case .bodyTooLarge, .batchTooLarge: "Send it in smaller parts."
    case .invalid: "Correct the value and try again."
    case .version: "Update the older one of the two; unsent work is safe where it is."
    case .storage: "Try again later; if it stays, run shopper-hub check."
    }
  }
}
