import { bytes, id, table } from './table.ts'

/** The logos of clients: small raster images, served from here. */
export const clientLogos = table('client_logos', {
  clientId: id,
  contentType: id,
  image: bytes,
})
