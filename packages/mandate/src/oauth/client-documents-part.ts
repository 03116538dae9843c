import type { ServerPart } from './server-part.ts'

/** draft-ietf-oauth-client-id-metadata-document-02 §6; only while documents are accepted. */
export const clientDocumentsPart: ServerPart = ({ settings: { clientDocuments } }) =>
  clientDocuments.others === 'off' ? {} : { client_id_metadata_document_supported: true }
