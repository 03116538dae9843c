import type { Words } from '../en/en.ts'

export const operatorPermissions: Words['operatorPermissions'] = {
  'users:read': 'Ver todos los usuarios',
  'users:help': 'Ayudar a los usuarios: cerrar sus sesiones y desbloquear sus cuentas',
  'users:write': 'Cambiar, desactivar y eliminar a cualquier usuario',
  'clients:read': 'Ver todas las aplicaciones y programas',
  'clients:write': 'Registrar, cambiar y eliminar aplicaciones y programas',
  'resources:read': 'Ver todas las API',
  'resources:write': 'Registrar, cambiar y eliminar API',
  'grants:read': 'Ver lo que cada usuario permite a las aplicaciones',
  'grants:write': 'Desconectar aplicaciones de cualquier usuario',
  'keys:read': 'Ver el estado de las claves del servidor',
  'keys:write': 'Renovar y retirar las claves del servidor',
  'settings:read': 'Ver los ajustes del servidor',
  'settings:write': 'Cambiar los ajustes del servidor',
  'audit:read': 'Ver quién hizo qué en este servidor',
  'audit:write': 'Gestionar el registro de quién hizo qué',
  'webhooks:read': 'Ver adónde comunica el servidor los eventos',
  'webhooks:write': 'Cambiar adónde comunica el servidor los eventos',
  'errors:read': 'Ver por qué se rechazaron solicitudes',
  'errors:write': 'Reintentar tareas fallidas, como correos',
  'operators:read': 'Ver quién administra este servidor',
  'operators:write':
    'Decidir quién administra este servidor. La aplicación puede darse todos los permisos.',
}
