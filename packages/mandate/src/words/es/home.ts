import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const home: Words['home'] = {
  title: 'Le damos la bienvenida',
  heading: 'Administre las aplicaciones conectadas a su cuenta',
  about:
    'Inicie sesión para ver qué aplicaciones pueden actuar en su nombre y desconectar las que ya no usa. Las aplicaciones nunca ven su contraseña.',
  signIn: 'Iniciar sesión en su cuenta',
  open: 'Abrir su cuenta',
  signedInAs: ({ email }) => phrase`Sesión iniciada como ${email}`,
  developers: '¿Desarrolla una aplicación?',
  issuer: ({ metadata }) =>
    phrase`Indique este emisor (issuer) a su biblioteca de OAuth 2.0. Encontrará los puntos de conexión en los ${metadata('metadatos del servidor')}.`,
  refused: ({ link }) => phrase`¿Se rechazó una solicitud? ${link('Consulte el motivo.')}`,
}
