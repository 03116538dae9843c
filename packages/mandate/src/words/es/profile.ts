import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const profile: Words['profile'] = {
  address: 'Correo electrónico',
  name: 'Nombre',
  confirmed: 'Confirmado',
  notConfirmed: 'Aún sin confirmar',
  sendLink: 'Enviar un enlace para confirmarlo',
  waiting: ({ newEmail }) =>
    phrase`Enviamos un enlace a ${newEmail}. Su dirección cambiará cuando lo abra.`,
  cancelChange: 'Cancelar el cambio',
  newAddress: 'Correo electrónico nuevo',
  howItChanges:
    'Enviamos un enlace a la dirección nueva y avisamos a la anterior. Nada cambia hasta que abra el enlace.',
  changeAddress: 'Cambiar la dirección',
  askOperator:
    'Para cambiar su dirección, póngase en contacto con los responsables de este servicio.',
  ofADirectory: ({ provider }) =>
    phrase`Su dirección procede del directorio de ${provider}. Para cambiarla, póngase en contacto con los responsables de ese directorio.`,
  linkSent: ({ email }) => phrase`Enviamos un enlace a ${email}.`,
  tooOften: 'Ya pidió varios enlaces. Abra el más reciente o inténtelo más tarde.',
  isAddress: 'Esa ya es su dirección.',
  cancelled: 'Su dirección sigue siendo la misma.',
  noChange: 'No había ningún cambio que cancelar.',
  language: 'Idioma',
  ofTheBrowser: 'Como en el navegador',
  saveLanguage: 'Guardar',
  languageSaved: 'A partir de ahora, las páginas y los correos están en este idioma.',
  aboutYou: 'Sobre usted',
  whence:
    'Estos datos vienen del servicio con el que inicia sesión o de quienes gestionan este servicio. Las aplicaciones solo los reciben si usted lo permite.',
  claims: {
    given_name: 'Nombre de pila',
    family_name: 'Apellidos',
    middle_name: 'Segundo nombre',
    nickname: 'Apodo',
    preferred_username: 'Nombre de usuario',
    profile: 'Página de perfil',
    picture: 'Imagen',
    website: 'Sitio web',
    gender: 'Género',
    birthdate: 'Fecha de nacimiento',
    zoneinfo: 'Zona horaria',
    locale: 'Idioma y región',
    phone_number: 'Número de teléfono',
    address: 'Dirección postal',
  },
}
