import { StorageUnavailable } from '../store/port.ts'

/**
 * There is no key for a signature. Answered with 503 as if the storage were unavailable, so that the
 * code or refresh token stays good until the operator has helped.
 */
export class CannotSign extends StorageUnavailable {}
