import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const registration: Words['registration'] = {
  link: 'Crear una cuenta',
  title: 'Crear una cuenta',
  about: 'Escriba su correo electrónico. Le enviaremos un enlace para crear la cuenta.',
  onItsWay: ({ email }) => phrase`Un correo para ${email} está en camino.`,
  domain: ({ domains }) => phrase`Las cuentas son solo para direcciones de ${domains}.`,

  choose: 'Cree su cuenta',
  whose: ({ email }) => phrase`La cuenta es para ${email}.`,
  password: 'Contraseña',
  again: 'Repita la contraseña',
  accept: ({ terms }) => phrase`Acepto las ${terms('condiciones del servicio')}.`,
  mustAccept: 'Acepte las condiciones del servicio para crear la cuenta.',
  button: 'Crear la cuenta',
  done: 'Se creó su cuenta. Inicie sesión ahora.',
}
